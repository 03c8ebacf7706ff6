package org.jrunc.conformance.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@BundleTest
class BadValueTest {

  static Stream<BadValue> values() {
    return Stream.concat(BadValue.listed(), BadValue.ofWrongType());
  }

  @ParameterizedTest
  @MethodSource("values")
  void isRefusedWithItsPointerBeforeAnythingIsCreated(
      BadValue value, Bundle bundle, OciRuntime runtime) throws IOException {
    value.applyTo(bundle);
    var state = changed(runtime.root());
    try (var container = bundle.container(runtime)) {
      var outcome = container.create();
      if (value.pointer().isEmpty()) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
      } else {
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(container.status()).isEqualTo("missing");
        assertThat(entries(bundle)).as("what is in the root file system").containsExactly("probe");
        if (runtime.isOurs()) {
          // The state directory is the first that is made, and even one removed again would show.
          assertThat(changed(runtime.root())).as("the state of containers").isEqualTo(state);
          assertThat(cgroups(bundle)).as("its cgroups").isEmpty();
          assertThat(outcome.stderr().lines()).as(outcome.stderr()).hasSize(1);
          assertThat(outcome.stderr()).containsPattern("`?\\Q" + value.pointer() + "\\E[` :/,]");
        }
      }
      compareWithRunc(value, bundle, runtime, outcome);
    }
  }

  private static List<Path> cgroups(Bundle bundle) {
    return Cgroups.hierarchies().values().stream()
        .map(hierarchy -> hierarchy.resolve(bundle.cgroup().substring(1)))
        .filter(Files::exists)
        .toList();
  }

  private static Object changed(Path directory) throws IOException {
    return Files.exists(directory) ? Files.getLastModifiedTime(directory) : "not there";
  }

  private static void compareWithRunc(
      BadValue value, Bundle bundle, OciRuntime runtime, Outcome outcome) {
    var reference = decision(create(OciRuntime.runc(), bundle));
    var differences =
        KnownDifferences.unexplained(
            runtime, value.name(), decision(outcome).differencesFrom(reference));
    if (value.reason().isEmpty()) {
      assertThat(differences).isEmpty();
    } else if (runtime.isOurs()) {
      assertThat(differences).as("what the reason stands for: %s", value.reason()).isNotEmpty();
    }
  }

  private static Outcome create(OciRuntime reference, Bundle bundle) {
    try (var container = bundle.freshRoot().container(reference)) {
      return container.create();
    } finally {
      // What a reference forgets is not this suite's failure.
      Cgroups.removeTree(Suite.cgroup() + "/" + bundle.id());
    }
  }

  private static Facts decision(Outcome outcome) {
    return new Facts(
        new TreeMap<>(Map.of("decision", outcome.exit() == 0 ? "accepted" : "refused")));
  }

  private static List<String> entries(Bundle bundle) throws IOException {
    try (var entries = Files.list(bundle.root())) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
