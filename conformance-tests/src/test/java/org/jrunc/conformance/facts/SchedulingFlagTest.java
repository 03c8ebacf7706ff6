package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags of sched_setattr(2) that leave things as they are, and what no common kernel has. */
@BundleTest
class SchedulingFlagTest {

  @ParameterizedTest
  @Covers("/process/scheduler/flags={0}")
  @CsvSource({
    "SCHED_FLAG_KEEP_POLICY, policy 0 nice 7 priority 0 flags 0",
    "SCHED_FLAG_KEEP_PARAMS, policy 0 nice CALLER priority 0 flags 1"
  })
  void keepsWhatItIsToldToKeep(String flag, String expected, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    // Of one that keeps the parameters, the second one is all that shows.
    var flags = "['%s','SCHED_FLAG_RESET_ON_FORK']".formatted(flag);
    schedule(bundle, "{'policy':'SCHED_BATCH','nice':7,'flags':" + flags + "}");
    assertThat(Facts.gather(runtime, bundle).get("scheduler"))
        .startsWith(expected.replace("CALLER", "" + SchedulingTest.niceOfCaller()));
  }

  @ParameterizedTest
  @Covers(
      value = "/process/scheduler/flags={0}",
      instead =
          "this kernel is built without CONFIG_UCLAMP_TASK: tested is that its refusal is reported")
  @ValueSource(strings = {"SCHED_FLAG_UTIL_CLAMP_MIN", "SCHED_FLAG_UTIL_CLAMP_MAX"})
  void passesOnThatTheKernelCannotClamp(String flag, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    assumeFalse(
        Files.exists(Path.of("/proc/sys/kernel/sched_util_clamp_min")), "this kernel can clamp");
    schedule(bundle, "{'policy':'SCHED_OTHER','flags':['%s']}".formatted(flag));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.stderr()).contains(flag, "EOPNOTSUPP", "/process/scheduler");
  }

  @ParameterizedTest
  @Covers(
      value = "/process/scheduler/policy={0}",
      instead = "Linux reserves the number and has no such policy: tested is that it says so")
  @ValueSource(strings = "SCHED_ISO")
  void passesOnThatTheKernelHasNoSuchPolicy(String policy, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    schedule(bundle, "{'policy':'%s'}".formatted(policy));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.stderr()).contains(policy, "EINVAL", "/process/scheduler");
  }

  private static void schedule(Bundle bundle, String scheduler) {
    bundle.edit(config -> config.withObject("/process").set("scheduler", json(scheduler)));
  }
}
