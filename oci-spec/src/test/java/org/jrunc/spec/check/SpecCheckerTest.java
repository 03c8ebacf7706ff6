package org.jrunc.spec.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.spec.DefaultSpec;
import org.jrunc.spec.Documents;
import org.jrunc.spec.Process;
import org.jrunc.spec.Spec;
import org.jrunc.spec.json.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecCheckerTest {

  static Stream<List<String>> violations() {
    return Documents.paragraphs("violations.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void refusesWhatTheSpecificationForbids(List<String> golden) {
    var config =
        Documents.merge(
            Documents.tree(Documents.text("minimal.config.json")),
            Documents.tree(golden.getFirst()));

    var violations = SpecChecker.check(Spec.read(Documents.bytes(config.toString())));

    assertThat(violations.stream().map(v -> v.pointer() + " " + v.rule() + ": " + v.message()))
        .containsExactlyElementsOf(golden.subList(1, golden.size()));
    assertThat(violations)
        .allSatisfy(v -> assertThat(v.specSection()).matches("config(-linux)?\\.md, .+"))
        .allSatisfy(v -> assertThat(v.message()).doesNotContain("\n").doesNotEndWith("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal.config.json", "docker.config.json", "podman.config.json"})
  void acceptsWhatEnginesWrite(String name) {
    assertThat(SpecChecker.check(Spec.read(Documents.bytes(Documents.text(name))))).isEmpty();
  }

  @Test
  void acceptsTheDefaults() {
    assertThat(SpecChecker.check(DefaultSpec.rootful(true))).isEmpty();
    assertThat(SpecChecker.check(DefaultSpec.rootless(1000, 1000, false))).isEmpty();
  }

  @Test
  void checksAProcessAlone() {
    var process = SpecReader.read(Documents.bytes("{\"cwd\":\"tmp\"}"), Process.class);

    assertThat(SpecChecker.check(process))
        .extracting(Violation::pointer)
        .containsExactly("/process/args", "/process/cwd");
  }
}
