package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations whose text is unusual, and what both runcs take them for. */
@BundleTest
class DocumentTest {
  private static final int DEEPEST = 10_000;

  record Text(String name, boolean accepted, UnaryOperator<String> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Text> texts() {
    return Stream.of(
        new Text("text after the document", true, json -> json + " {rest"),
        new Text("another document after it", true, json -> json + "\n{}"),
        new Text("nesting as deep as Go reads", true, json -> nested(json, DEEPEST - 1)),
        new Text("deeper nesting", false, json -> nested(json, DEEPEST + 1)),
        new Text("a number of many digits", true, json -> with(json, "1".repeat(100_000))),
        new Text("a byte order mark", false, json -> "\uFEFF" + json));
  }

  private static String nested(String json, int depth) {
    return with(json, "[".repeat(depth) + "]".repeat(depth));
  }

  /** With a property that nobody knows. */
  private static String with(String json, String value) {
    return "{\"x\":" + value + "," + json.substring(json.indexOf('{') + 1);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isReadAsRuncReadsIt(Text text, Bundle bundle, OciRuntime runtime) throws IOException {
    for (var each : runtime.besideRuncs()) {
      try (var container = bundle.freshRoot().write().container(each)) {
        var file = bundle.directory().resolve("config.json");
        bundle.writeConfig(text.change.apply(Files.readString(file)));
        var outcome = container.create();
        assertThat(outcome.exit() == 0).as(each + ": " + outcome).isEqualTo(text.accepted);
      }
    }
  }
}
