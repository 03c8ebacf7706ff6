package org.jrunc.conformance.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What jrunc and runc print keeps to the schema, and a schema that lets all pass would be found.
 */
@BundleTest
class SchemaTest {
  private static final String OPTIONAL = "potentiallyUnsafeConfigAnnotations";

  /** A document that a command printed. */
  record Printed(OutputSchema schema, JsonNode document) {
    static Printed of(OutputSchema schema, OciRuntime runtime, String... line) {
      return new Printed(schema, Bundle.jsonText(runtime.command(line).run().succeeded().stdout()));
    }
  }

  @Test
  void everyOutputInEveryStateKeepsToIt(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "trap")
        .edit(config -> config.withObject("/annotations").put("org.example", "<grey>"));
    for (var each : runtime.besideRuncs()) {
      var printed = print(each, bundle);
      assertThat(printed).as("documents of %s", each).hasSize(17);
      for (var one : printed) {
        assertThat(one.schema.violations(one.document)).as("%s of %s", one, each).isEmpty();
      }
    }
  }

  private static List<Printed> print(OciRuntime runtime, Bundle bundle) {
    var printed = new ArrayList<Printed>();
    printed.add(Printed.of(OutputSchema.FEATURES, runtime, "features"));
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create().succeeded();
      look(container, true, printed);
      container.start().succeeded();
      container.awaitOutput("ready");
      look(container, true, printed);
      runtime.command("pause", container.id()).run().succeeded();
      look(container, true, printed);
      runtime.command("resume", container.id()).run().succeeded();
      var pid = container.pid();
      container.kill("TERM").succeeded();
      container.awaitEnd(pid);
      look(container, false, printed);
    }
    printed.add(Printed.of(OutputSchema.LIST, runtime, "list", "--format", "json"));
    return printed;
  }

  private static void look(Container container, boolean alive, List<Printed> printed) {
    var runtime = container.runtime();
    var id = container.id();
    printed.add(Printed.of(OutputSchema.STATE, runtime, "state", id));
    printed.add(Printed.of(OutputSchema.LIST, runtime, "list", "--format", "json"));
    printed.add(Printed.of(OutputSchema.PS, runtime, "ps", "--format", "json", id));
    if (alive) {
      printed.add(Printed.of(OutputSchema.EVENT, runtime, "events", "--stats", id));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noOutputKeepsToItOnceItIsSpoilt(OutputSchema schema, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    try (var container = bundle.container(runtime)) {
      container.run("--detach").succeeded();
      var good = print(schema, container);
      assertThat(schema.violations(good)).isEmpty();
      spoilt(good).forEach(bad -> assertThat(schema.violations(bad)).as("of %s", bad).isNotEmpty());
    }
  }

  private static JsonNode print(OutputSchema schema, Container container) {
    var line =
        switch (schema) {
          case STATE -> "state ID";
          case LIST -> "list --format json";
          case PS -> "ps --format json ID";
          case EVENT -> "events --stats ID";
          case FEATURES -> "features";
        };
    return Printed.of(schema, container.runtime(), line.replace("ID", container.id()).split(" "))
        .document;
  }

  /** Copies with a field too many, or without one that is always there, or of another type. */
  private static Stream<JsonNode> spoilt(JsonNode good) {
    if (good instanceof ArrayNode array) {
      var first = array.get(0);
      return first instanceof ObjectNode
          ? spoilt(first).map(bad -> array.deepCopy().set(0, bad))
          : Stream.of(with(array, copy -> copy.add(0)), with(array, copy -> copy.add("1")));
    }
    var object = (ObjectNode) good;
    var fields = object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    return Stream.concat(
        Stream.of(object.deepCopy().put("more", 1)),
        fields.stream()
            .flatMap(
                field ->
                    Stream.of(
                        object.deepCopy().put(field, 1.5),
                        // What only newer versions print may be missing.
                        field.equals(OPTIONAL)
                            ? object.deepCopy().put(field, "")
                            : object.deepCopy().without(field))));
  }

  private static JsonNode with(ArrayNode array, UnaryOperator<ArrayNode> change) {
    return change.apply(array.deepCopy());
  }
}
