package org.jrunc.core.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a C header of this module defines: constants, and where the fields of structs lie. */
public final class CHeader {
  private static final Pattern DEFINE =
      Pattern.compile("#define (\\w+) UINT\\d+_C\\((0x[0-9a-f]+|\\d+)\\)");
  private static final Pattern ENUMERATOR = Pattern.compile("(\\w+) = (\\d+)(?: << (\\d+))?");
  private static final Pattern STRUCT = Pattern.compile("struct (\\w+) \\{(.*?)\\}");
  private static final Pattern FIELDS = Pattern.compile("u?int(\\d+)_t ([^;]+);");
  private static final Pattern FIELD = Pattern.compile("(\\w+)(?:\\[(\\w+)\\])?");

  private final Map<String, Long> constants = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> structs = new LinkedHashMap<>();
  private final Map<String, Integer> sizes = new LinkedHashMap<>();

  private CHeader(String text) {
    DEFINE
        .matcher(text)
        .results()
        .forEach(define -> constants.put(define.group(1), Long.decode(define.group(2))));
    Pattern.compile("enum \\w* ?\\{(.*?)\\}", Pattern.DOTALL)
        .matcher(text)
        .results()
        .forEach(list -> addEnumerators(list.group(1)));
    Pattern.compile(STRUCT.pattern(), Pattern.DOTALL)
        .matcher(text)
        .results()
        .forEach(struct -> addStruct(struct.group(1), struct.group(2)));
  }

  /** Reads a header of {@code src/main/c}. */
  public static CHeader read(String name) throws IOException {
    var text = Files.readString(Path.of("src/main/c", name));
    return new CHeader(text.replaceAll("(?s)/\\*.*?\\*/", ""));
  }

  private void addEnumerators(String list) {
    ENUMERATOR
        .matcher(list)
        .results()
        .forEach(
            each -> {
              long shift = each.group(3) == null ? 0 : Long.parseLong(each.group(3));
              constants.put(each.group(1), Long.parseLong(each.group(2)) << shift);
            });
  }

  // Natural alignment: every field lies at a multiple of its size, and so does the whole.
  private void addStruct(String name, String body) {
    var offsets = new LinkedHashMap<String, Integer>();
    int[] end = {0, 1};
    FIELDS
        .matcher(body)
        .results()
        .forEach(
            fields -> {
              int size = Integer.parseInt(fields.group(1)) / 8;
              for (var declarator : fields.group(2).split(", *", -1)) {
                var field = FIELD.matcher(declarator);
                if (field.matches()) {
                  end[0] = align(end[0], size);
                  offsets.put(field.group(1), end[0]);
                  end[0] += size * count(field.group(2));
                  end[1] = Math.max(end[1], size);
                }
              }
            });
    structs.put(name, offsets);
    sizes.put(name, align(end[0], end[1]));
  }

  private int count(@Nullable String length) {
    if (length == null) {
      return 1;
    }
    return Character.isDigit(length.charAt(0))
        ? Integer.parseInt(length)
        : Math.toIntExact(constant(length));
  }

  private static int align(int offset, int size) {
    return (offset + size - 1) / size * size;
  }

  /** The value of a macro or an enumerator. */
  public long constant(String name) {
    var value = constants.get(name);
    if (value == null) {
      throw new AssertionError("the header has no " + name);
    }
    return value;
  }

  /** All constants whose name begins so. */
  public Map<String, Long> constants(String prefix) {
    var found = new LinkedHashMap<String, Long>();
    constants.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name, value);
          }
        });
    return found;
  }

  /** The offset of {@code struct.field}. */
  public int offset(String struct, String field) {
    var offset = structs.getOrDefault(struct, Map.of()).get(field);
    if (offset == null) {
      throw new AssertionError("the header has no " + struct + "." + field);
    }
    return offset;
  }

  /** The size of a struct. */
  public int size(String struct) {
    var size = sizes.get(struct);
    if (size == null) {
      throw new AssertionError("the header has no struct " + struct);
    }
    return size;
  }
}
