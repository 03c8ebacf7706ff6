package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;

/** Time namespaces, which runc 1.1 does not know; crun 1.8 fails to make them on Linux 6. */
@BundleTest
class TimeNamespaceTest {
  private static final long AHEAD = 100_000_000;

  private static Bundle withTime(Bundle bundle, String namespace) {
    bundle.args("/probe", "facts", "text=/proc/uptime", "clock=1", "clock=7");
    return bundle.edit(c -> c.withArray("/linux/namespaces").add(json(namespace)));
  }

  private static void offsets(Bundle bundle) {
    bundle.edit(
        c ->
            c.withObject("/linux")
                .set(
                    "timeOffsets",
                    json(
                        "{'boottime':{'secs':%d,'nanosecs':7},'monotonic':{'secs':-5}}"
                            .formatted(AHEAD))));
  }

  @Test
  @Covers({
    "/linux/namespaces/*/type=time",
    "/linux/timeOffsets",
    "/linux/timeOffsets/*/secs",
    "/linux/timeOffsets/*/nanosecs"
  })
  void setsTheClocksOff(Bundle bundle, OciRuntime runtime) {
    offsets(withTime(bundle, "{'type':'time'}"));
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("file:/proc/self/timens_offsets"))
        .isEqualTo("monotonic -5 0 boottime 100000000 7");
    assertThat(Double.parseDouble(facts.get("text:/proc/uptime").split(" ")[0]))
        .isGreaterThan(AHEAD);
    // CLOCK_MONOTONIC and CLOCK_BOOTTIME; without a suspension they are the same outside.
    double monotonic = Double.parseDouble(facts.get("clock:1"));
    double sinceBoot = Double.parseDouble(facts.get("clock:7"));
    assertThat(monotonic).isLessThan(System.nanoTime() / 1e9);
    assertThat(sinceBoot - monotonic).isBetween(AHEAD + 4.9, AHEAD + 1e6);
  }

  @Test
  void makesOneWithoutOffsetsAndInAUserNamespace(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    withTime(bundle.userNamespace(100_000), "{'type':'time'}");
    assertThat(Facts.gather(runtime, bundle).get("namespace:time")).isEqualTo("its own");
    offsets(bundle);
    assertThat(Facts.gather(runtime, bundle).get("file:/proc/self/timens_offsets"))
        .contains("boottime 100000000 7");
  }

  @Test
  void joinsOneByItsPath(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var holder =
        new Command(List.of("unshare", "--time", "--boottime", "5000", "--fork", "sleep", "60"))
            .start();
    try {
      var pid = holder.process().pid();
      org.jrunc.conformance.support.Container.await(
          "the holder", () -> holder.process().children().findAny().isPresent());
      withTime(bundle, "{'type':'time','path':'/proc/%d/ns/time_for_children'}".formatted(pid));
      assertThat(Facts.gather(runtime, bundle).get("file:/proc/self/timens_offsets"))
          .contains("boottime 5000 0");
    } finally {
      holder.process().descendants().forEach(ProcessHandle::destroyForcibly);
      holder.process().destroyForcibly();
    }
  }

  @Test
  void refusesAnOffsetBeforeTheStartOfTheClock(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    withTime(bundle, "{'type':'time'}")
        .edit(
            c ->
                c.withObject("/linux")
                    .set("timeOffsets", json("{'boottime':{'secs':-4000000000}}")));
    try (var container = bundle.container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("ERANGE", "/linux/timeOffsets");
      assertThat(container.status()).isEqualTo("missing");
    }
  }
}
