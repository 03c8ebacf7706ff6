package org.jrunc.conformance.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@BundleTest
class BadValueTest {
  /** A reference that takes no namespace for one mounts on the host, and names it. */
  private static final List<String> ON_A_HOST_OF_ITS_OWN =
      List.of("unshare", "--mount", "--uts", "--ipc", "--propagation", "private");

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
        if (value.early()) {
          assertThat(entries(bundle)).as("in the root file system").containsExactly("probe");
        }
        if (runtime.isOurs()) {
          if (value.early()) {
            // The state directory is made first, and even one removed again would show.
            assertThat(changed(runtime.root())).as("the state of containers").isEqualTo(state);
          }
          assertThat(cgroups(bundle)).as("its cgroups").isEmpty();
          assertThat(outcome.stderr().lines()).as(outcome.stderr()).hasSize(1);
          assertThat(outcome.stderr()).containsPattern("`?\\Q" + value.pointer() + "\\E[` :/,]");
        }
      }
      compare(value, OciRuntime.runc(), bundle, runtime, outcome);
      if (runtime.isOurs()) {
        compare(value, OciRuntime.crun(), bundle, runtime, outcome);
      }
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

  /** Each reference has a column of its own: who accepts what the other one refuses says why. */
  private static void compare(
      BadValue value, OciRuntime reference, Bundle bundle, OciRuntime runtime, Outcome outcome) {
    var theirs = decision(reference, create(reference, bundle));
    var differences =
        KnownDifferences.unexplained(
            runtime, value.name(), decision(reference, outcome).differencesFrom(theirs));
    var reason = value.reason(reference);
    if (reason.isEmpty()) {
      assertThat(differences).isEmpty();
    } else if (runtime.isOurs()) {
      assertThat(differences).as("what the reason stands for: %s", reason).isNotEmpty();
    }
  }

  private static Outcome create(OciRuntime reference, Bundle bundle) {
    try (var container = bundle.freshRoot().container(reference)) {
      var line = new ArrayList<>(ON_A_HOST_OF_ITS_OWN);
      line.addAll(container.createCommand().line());
      return new Command(line).run();
    } finally {
      // What a reference forgets is not this suite's failure.
      Cgroups.removeTree(Suite.cgroup() + "/" + bundle.id());
    }
  }

  private static Facts decision(OciRuntime beside, Outcome outcome) {
    var decision = outcome.exit() == 0 ? "accepted" : "refused";
    return new Facts(new TreeMap<>(Map.of("decision beside " + beside.name(), decision)));
  }

  private static List<String> entries(Bundle bundle) throws IOException {
    try (var entries = Files.list(bundle.root())) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
