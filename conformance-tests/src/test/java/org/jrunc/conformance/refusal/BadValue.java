package org.jrunc.conformance.refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Properties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration that is wrong.
 *
 * @param name what the known differences refer to
 * @param values what to set, by JSON pointer
 * @param pointer the field that the refusal names, or empty if the value is accepted all the same
 * @param early whether it is refused before anything is created, and not by the kernel
 * @param reasons why a reference decides otherwise, by its name
 */
record BadValue(
    String name,
    Map<String, JsonNode> values,
    String pointer,
    boolean early,
    Map<String, String> reasons) {
  private static final JsonNode FULL =
      Bundle.jsonFile(Path.of("../oci-spec/src/test/resources/org/jrunc/spec/full.config.json"));

  /** The cases of {@code bad-values.json}. */
  static Stream<BadValue> listed() {
    return StreamSupport.stream(Bundle.jsonResource("bad-values.json").spliterator(), false)
        .map(BadValue::parse);
  }

  private static BadValue parse(JsonNode node) {
    var values = new TreeMap<String, JsonNode>();
    node.path("set").properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return new BadValue(
        node.path("name").asString(),
        values,
        node.path("refused at").asString("") + node.path("refused by the kernel at").asString(""),
        !node.has("refused by the kernel at"),
        Map.of("runc", reason(node, "runc"), "crun", reason(node, "crun")));
  }

  private static String reason(JsonNode node, String reference) {
    return node.path(reference + " accepts").asString("")
        + node.path(reference + " refuses").asString("");
  }

  /** Why a reference decides otherwise; empty if it does not. */
  String reason(OciRuntime reference) {
    return reasons.getOrDefault(reference.name(), "");
  }

  /** A value of a wrong type for each published property. */
  static Stream<BadValue> ofWrongType() {
    return Properties.all().stream()
        .filter(property -> !property.contains("="))
        .map(BadValue::ofWrongType);
  }

  private static BadValue ofWrongType(String property) {
    var pointer = "";
    var values = new TreeMap<String, JsonNode>();
    JsonNode node = FULL;
    for (var name : property.substring(1).split("/")) {
      if (name.equals("*") && node.isArray()) {
        values.putIfAbsent(pointer, node);
      }
      var key = name.equals("*") ? first(node) : name;
      pointer += "/" + key;
      node = node.isArray() ? node.get(0) : node.path(key);
    }
    values.put(pointer, Bundle.json(node.isArray() ? "1.5" : "[1.5]"));
    return new BadValue("wrong type of " + property, values, pointer, true, Map.of());
  }

  private static String first(JsonNode node) {
    return node.isArray() ? "0" : node.propertyNames().iterator().next();
  }

  /** Puts the values into the configuration of a bundle. */
  void applyTo(Bundle bundle) {
    // Shorter pointers come first, so that an item is there before one of its fields is replaced.
    bundle.edit(config -> values.forEach((pointer, value) -> set(config, pointer, value)));
  }

  private static void set(ObjectNode config, String pointer, JsonNode value) {
    var names = new ArrayList<>(List.of(pointer.substring(1).split("/")));
    var last = names.removeLast().replace("~1", "/");
    JsonNode parent = config;
    for (var name : names) {
      parent =
          parent instanceof ArrayNode array
              ? array.get(Integer.parseInt(name))
              : parent.path(name).isContainer()
                  ? parent.path(name)
                  : ((ObjectNode) parent).putObject(name);
    }
    switch (parent) {
      case ArrayNode array -> array.set(Integer.parseInt(last), value);
      case ObjectNode object when value.isNull() -> object.remove(last);
      case ObjectNode object -> object.set(last, value.deepCopy());
      default -> throw new AssertionError("no object at `" + pointer + "`");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
