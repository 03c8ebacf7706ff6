package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Coverage;
import org.jrunc.conformance.support.Coverage.Result;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@BundleTest
class DifferentialTest {
  /**
   * Bundle and runc's facts of a scenario, so that both tests of it compare with one and the same
   * reference.
   */
  private record Reference(Bundle bundle, Facts facts) {}

  private static final ConcurrentHashMap<String, Reference> REFERENCES = new ConcurrentHashMap<>();

  /** The facts of the scenarios under jrunc, which the references are measured by. */
  private static final ConcurrentHashMap<String, Facts> OURS = new ConcurrentHashMap<>();

  static Stream<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void showsAContainerWhatRuncShowsIt(Scenario scenario, OciRuntime runtime) {
    compare(scenario, runtime);
  }

  /**
   * Proves the suite, not the runtime: two independent runtimes pass, or the table of differences
   * says why not.
   */
  @ParameterizedTest
  @MethodSource("scenarios")
  void findsInCrunOnlyDifferencesThatAreKnown(Scenario scenario) {
    compare(scenario, OciRuntime.crun());
  }

  private static void compare(Scenario scenario, OciRuntime runtime) {
    var reference = REFERENCES.computeIfAbsent(scenario.name(), name -> reference(scenario));
    var facts = Facts.gather(runtime, reference.bundle);
    if (!runtime.equals(OciRuntime.underTest())) {
      // What a reference forgets is not this suite's failure.
      Cgroups.removeTree(Suite.cgroup() + "/" + reference.bundle.id());
      takeBackNull();
    }
    var unexplained =
        KnownDifferences.unexplained(
            runtime, scenario.name(), facts.differencesFrom(reference.facts));
    assertThat(unexplained)
        .describedAs("facts under %s that differ from runc's", runtime)
        .isEmpty();
    if (runtime.isOurs()) {
      OURS.put(scenario.name(), facts);
      record(scenario, runtime.name(), facts.isRefusal() ? Result.REFUSED : Result.WORKS);
      record(scenario, "runc", measured("runc", scenario, reference.facts));
    } else {
      record(scenario, runtime.name(), measured(runtime.name(), scenario, facts));
    }
  }

  /** Crun 1.8 gives the host's /dev/null to the container's user. */
  private static void takeBackNull() {
    try {
      Files.setAttribute(Path.of("/dev/null"), "unix:uid", 0);
      Files.setAttribute(Path.of("/dev/null"), "unix:gid", 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * How a reference fared: whether it shows what jrunc shows, in the facts that the scenario
   * changes and apart from the differences that every scenario has.
   */
  private static Result measured(String runtime, Scenario scenario, Facts facts) {
    var ours = OURS.get(scenario.name());
    var usual = OURS.get("default");
    if (ours == null || usual == null) {
      return Result.UNKNOWN;
    }
    if (facts.isRefusal()) {
      return Result.REFUSED;
    }
    var changed = ours.differencesFrom(usual).stream().map(Facts.Difference::fact).toList();
    var differences =
        KnownDifferences.particular(runtime, facts.differencesFrom(ours)).stream()
            .filter(difference -> changed.isEmpty() || changed.contains(difference.fact()))
            .toList();
    return differences.isEmpty() ? Result.WORKS : Result.DIFFERS;
  }

  private static void record(Scenario scenario, String runtime, Result result) {
    var test = "DifferentialTest: " + scenario.name();
    Coverage.record(scenario.properties(), test, runtime, result, "");
  }

  private static Reference reference(Scenario scenario) {
    var bundle = Bundle.create();
    bundle.args("/probe", "facts");
    scenario.change().accept(bundle);
    return new Reference(bundle, Facts.gather(OciRuntime.runc(), bundle));
  }
}
