package org.jrunc.conformance.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of {@code /linux/resources} by itself, read back from the cgroup of the container. */
@BundleTest
class ResourcesTest {
  private static final String HOST_LIMIT = "host-limit:";
  private static final Path SCHEDULER = Path.of("/sys/block/loop7/queue/scheduler");

  /** Weights of devices belong to an I/O scheduler that this device does not have by itself. */
  @BeforeAll
  static void prepareTheHost() throws IOException {
    Files.writeString(SCHEDULER, "bfq");
    // The time of a group for real-time scheduling comes out of that of the group above it.
    var above = Path.of("/sys/fs/cgroup/cpu" + Suite.cgroup());
    Files.createDirectories(above);
    Files.writeString(above.resolve("cpu.rt_runtime_us"), "50000");
  }

  @AfterAll
  static void restoreTheHost() throws IOException {
    Files.writeString(Path.of("/sys/fs/cgroup/cpu" + Suite.cgroup(), "cpu.rt_runtime_us"), "0");
    Files.writeString(SCHEDULER, "none");
  }

  static Stream<Limit> limits() {
    return Limit.all();
  }

  static Stream<Limit> refused() {
    return Limit.refused();
  }

  @ParameterizedTest
  @MethodSource("limits")
  @Covers("{0}")
  void setsALimit(Limit limit, Bundle bundle, OciRuntime runtime) {
    assertThat(limits(limit, bundle, runtime).get(HOST_LIMIT + limit.file()))
        .as(limit.resources())
        .isEqualTo(limit.value());
  }

  @ParameterizedTest
  @MethodSource("limits")
  void setsNothingElseThanRuncDoes(Limit limit, Bundle bundle, OciRuntime runtime) {
    compare(
        limit, runtime, limits(limit, bundle, runtime), limits(limit, bundle, OciRuntime.runc()));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void setsWhatCrunSets(Limit limit, Bundle bundle, OciRuntime runtime) {
    var crun = limits(limit, bundle, OciRuntime.crun());
    // What a reference forgets is not this suite's failure.
    Cgroups.removeTree(bundle.cgroup());
    compare(limit, OciRuntime.crun(), crun, limits(limit, bundle, runtime));
  }

  private static void compare(Limit limit, OciRuntime runtime, Facts facts, Facts reference) {
    var scenario = "limit " + limit.property();
    assertThat(KnownDifferences.unexplained(runtime, scenario, facts.differencesFrom(reference)))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatRuncRefuses(Limit limit, Bundle bundle, OciRuntime runtime) {
    assertRefused(limit, bundle, OciRuntime.runc());
    assertRefused(limit, bundle, runtime);
  }

  /** The installed runc is older than both properties. */
  @ParameterizedTest
  @ValueSource(strings = {"{'cpu':{'quota':20000,'burst':30000}}", "{'cpu':{'idle':2}}"})
  void refusesWhatTheKernelRefuses(String resources, Bundle bundle, OciRuntime runtime) {
    assertRefused(new Limit("", resources, "", ""), bundle, runtime);
  }

  /** runc 1.4 does the same; older ones and crun take 0 for no limit. */
  @Test
  void aPidsLimitOf0LeavesTheFirstProcessAlone(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var limit = new Limit("", "{'pids':{'limit':0}}", "pids/pids.max", "1");
    assertThat(limits(limit, bundle, runtime).get(HOST_LIMIT + limit.file())).isEqualTo("1");
  }

  @Test
  void namesALimitOfMemoryThatIsTooLow(Bundle bundle, OciRuntime runtime) {
    var limit = new Limit("", "{'memory':{'limit':4096}}", "", "");
    for (var each : runtime.besideRuncs()) {
      try (var container = container(limit, bundle).freshRoot().container(each)) {
        var outcome = container.create();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("unable to start container process: ", " 4096 ");
        if (each.isOurs()) {
          assertThat(outcome.stderr())
              .contains("container init was OOM-killed (memory limit too low?)")
              .contains("(from /linux/resources/memory/limit in config.json)");
        }
      }
    }
  }

  private static void assertRefused(Limit limit, Bundle bundle, OciRuntime runtime) {
    try (var container = container(limit, bundle).freshRoot().container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    }
  }

  private static Bundle container(Limit limit, Bundle bundle) {
    return bundle.edit(
        config -> config.withObject("/linux").set("resources", Bundle.json(limit.resources())));
  }

  /** The values of the cgroup files, without what differs by itself. */
  private static Facts limits(Limit limit, Bundle bundle, OciRuntime runtime) {
    try (var container =
        container(limit, bundle).freshRoot().args("/probe", "wait").container(runtime)) {
      var created = container.create();
      if (created.exit() != 0) {
        return new Facts(new TreeMap<>(Map.of("create", "failed")));
      }
      var limits = new TreeMap<>(Cgroups.limits(container.pid()));
      limits.keySet().removeIf(name -> !name.startsWith(HOST_LIMIT));
      return new Facts(limits);
    }
  }
}
