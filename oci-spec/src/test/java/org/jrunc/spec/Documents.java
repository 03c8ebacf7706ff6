package org.jrunc.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents that the tests read, and edits of their trees. */
public final class Documents {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Documents() {}

  /** Returns a test resource of this package. */
  public static String text(String name) {
    try (var in = Documents.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no test resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> lines(String name) {
    return text(name).lines().toList();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  /** Returns the pointers of all values below a node, elements of arrays by index. */
  public static List<String> pointers(JsonNode node) {
    var pointers = new ArrayList<String>();
    collect(node, "", pointers);
    return pointers;
  }

  private static void collect(JsonNode node, String pointer, List<String> pointers) {
    if (!pointer.isEmpty()) {
      pointers.add(pointer);
    }
    for (var index = 0; node.isArray() && index < node.size(); index++) {
      collect(node.get(index), pointer + "/" + index, pointers);
    }
    node.forEachEntry((key, value) -> collect(value, pointer + "/" + key, pointers));
  }

  /** Returns a tree with another value at a pointer. */
  public static JsonNode replace(JsonNode tree, String pointer, JsonNode value) {
    var copy = tree.deepCopy();
    var slash = pointer.lastIndexOf('/');
    var key = pointer.substring(slash + 1);
    switch (copy.at(pointer.substring(0, slash))) {
      case ObjectNode object -> object.set(key, value);
      case ArrayNode array -> array.set(Integer.parseInt(key), value);
      default -> throw new AssertionError("nothing holds " + pointer);
    }
    return copy;
  }

  /** Applies a JSON merge patch, RFC 7396. */
  public static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    var result = target.isObject() ? (ObjectNode) target.deepCopy() : MAPPER.createObjectNode();
    patch.forEachEntry(
        (key, value) -> {
          if (value.isNull()) {
            var _ = result.remove(key);
          } else {
            var old = result.get(key);
            result.set(key, merge(old == null ? MAPPER.createObjectNode() : old, value));
          }
        });
    return result;
  }

  /** Returns the paragraphs of a text resource that are not comments. */
  public static Stream<List<String>> paragraphs(String name) {
    return Stream.of(text(name).split("\n\n"))
        .map(paragraph -> paragraph.lines().filter(line -> !line.startsWith("# ")).toList())
        .filter(paragraph -> !paragraph.isEmpty());
  }
}
