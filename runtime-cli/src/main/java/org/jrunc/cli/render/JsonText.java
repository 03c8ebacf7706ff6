package org.jrunc.cli.render;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Small JSON documents of texts, numbers, lists and objects.
 *
 * <p>For the few keys of a log line or a state document; it costs a cold start nothing, unlike the
 * data binding that config.json needs.
 */
public final class JsonText {
  private final String indent;
  private final StringBuilder out = new StringBuilder();

  private JsonText(String indent) {
    this.indent = indent;
  }

  /** The value on one line, without spaces. */
  public static String compact(Object value) {
    return new JsonText("").write(value, 0);
  }

  /** The value with one key a line, each level moved right by {@code indent}; no newline at the end. */
  public static String indented(Object value, String indent) {
    return new JsonText(indent).write(value, 0);
  }

  private String write(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map -> writeMap(map, depth);
      case List<?> list -> writeList(list, depth);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> writeText(value.toString());
    }
    return out.toString();
  }

  private void writeMap(Map<?, ?> map, int depth) {
    out.append('{');
    var separator = "";
    for (var entry : map.entrySet()) {
      out.append(separator);
      newLine(depth + 1);
      writeText(String.valueOf(entry.getKey()));
      out.append(indent.isEmpty() ? ":" : ": ");
      write(entry.getValue(), depth + 1);
      separator = ",";
    }
    if (!map.isEmpty()) {
      newLine(depth);
    }
    out.append('}');
  }

  private void writeList(List<?> list, int depth) {
    out.append('[');
    var separator = "";
    for (var item : list) {
      out.append(separator);
      newLine(depth + 1);
      write(item, depth + 1);
      separator = ",";
    }
    if (!list.isEmpty()) {
      newLine(depth);
    }
    out.append(']');
  }

  private void newLine(int depth) {
    if (!indent.isEmpty()) {
      out.append('\n').append(indent.repeat(depth));
    }
  }

  private void writeText(String text) {
    out.append('"');
    text.codePoints().forEach(this::writeCharacter);
    out.append('"');
  }

  private void writeCharacter(int c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append((char) c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029) {
          out.append("\\u").append(HexFormat.of().toHexDigits((short) c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
