package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the process runs, and on what. The runc and crun of most hosts pass these over. */
@BundleTest
class SchedulingTest {
  /** Which field after the name: proc_pid_stat(5). */
  private static final int NICE = 16;

  @ParameterizedTest
  @Covers({
    "/process/scheduler",
    "/process/scheduler/policy=SCHED_OTHER",
    "/process/scheduler/policy=SCHED_BATCH",
    "/process/scheduler/policy=SCHED_IDLE",
    "/process/scheduler/policy=SCHED_DEADLINE",
    "/process/scheduler/nice",
    "/process/scheduler/runtime",
    "/process/scheduler/deadline",
    "/process/scheduler/period",
    "/process/scheduler/flags",
    "/process/scheduler/flags=SCHED_FLAG_RESET_ON_FORK",
    "/process/scheduler/flags=SCHED_FLAG_RECLAIM",
    "/process/scheduler/flags=SCHED_FLAG_DL_OVERRUN"
  })
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'policy':'SCHED_OTHER','nice':7} | policy 0 nice 7 priority 0 flags 0
          {'policy':'SCHED_OTHER','nice':-3,'flags':['SCHED_FLAG_RESET_ON_FORK']} | policy 0 nice -3 priority 0 flags 1
          {'policy':'SCHED_BATCH','nice':19} | policy 3 nice 19 priority 0 flags 0
          {'policy':'SCHED_IDLE'} | policy 5 nice CALLER priority 0 flags 0
          {'policy':'SCHED_DEADLINE','runtime':1000000,'deadline':20000000,'period':30000000,'flags':['SCHED_FLAG_RESET_ON_FORK','SCHED_FLAG_RECLAIM','SCHED_FLAG_DL_OVERRUN']} | policy 6 nice 0 priority 0 flags 7 times 1000000 20000000 30000000
          """)
  void schedulesTheProcessAsConfigured(
      String scheduler, String expected, Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    assertThat(process(bundle, runtime, "scheduler", scheduler).get("scheduler"))
        .startsWith(expected.replace("CALLER", "" + niceOfCaller()));
  }

  /** A process with a policy to which it means nothing keeps the nice value of who made it. */
  static long niceOfCaller() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }

  @ParameterizedTest
  @Covers({"/process/scheduler/policy={0}", "/process/scheduler/priority"})
  @CsvSource({"SCHED_FIFO,1", "SCHED_RR,2"})
  void schedulesInRealTimeWithinTheShareOfTheCgroup(
      String policy, int number, Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    Requires.kernelFile("/sys/fs/cgroup/cpu/cpu.rt_runtime_us", "real time for cgroups");
    var parent = Files.createDirectories(Path.of("/sys/fs/cgroup/cpu" + Suite.cgroup()));
    Files.writeString(parent.resolve("cpu.rt_runtime_us"), "50000");
    bundle.edit(
        c ->
            c.withObject("/linux")
                .set(
                    "resources",
                    json("{'cpu':{'realtimePeriod':1000000,'realtimeRuntime':10000}}")));
    var scheduler = "{'policy':'" + policy + "','priority':42}";
    assertThat(process(bundle, runtime, "scheduler", scheduler).get("scheduler"))
        .startsWith("policy " + number + " nice 0 priority 42 flags 0");
  }

  @ParameterizedTest
  @Covers({"/process/ioPriority/**", "/process/ioPriority/class={0}"})
  @CsvSource({
    "IOPRIO_CLASS_RT,0,8192",
    "IOPRIO_CLASS_BE,6,16390",
    "IOPRIO_CLASS_BE,7,16391",
    "IOPRIO_CLASS_IDLE,0,24576"
  })
  void setsClassAndPriorityOfInputAndOutput(
      String name, int priority, String expected, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var value = "{'class':'%s','priority':%d}".formatted(name, priority);
    assertThat(process(bundle, runtime, "ioPriority", value).get("ioprio")).isEqualTo(expected);
  }

  @ParameterizedTest
  @Covers({"/linux/memoryPolicy/mode={0}", "/linux/memoryPolicy/mode", "/linux/memoryPolicy/nodes"})
  @CsvSource({
    "MPOL_DEFAULT, '', mode 0 nodes 0",
    "MPOL_PREFERRED, 0, mode 1 nodes 1",
    "MPOL_BIND, 0, mode 2 nodes 1",
    "MPOL_INTERLEAVE, ' 0,,0-0', mode 3 nodes 1",
    "MPOL_LOCAL, '', mode 4 nodes 0",
    "MPOL_PREFERRED_MANY, 0, mode 5 nodes 1",
    "MPOL_WEIGHTED_INTERLEAVE, 0, mode 6 nodes 1"
  })
  void takesMemoryFromTheNodesThatTheConfigNames(
      String mode, String nodes, String expected, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var policy =
        nodes.isEmpty()
            ? "{'mode':'%s'}".formatted(mode)
            : "{'mode':'%s','nodes':'%s'}".formatted(mode, nodes);
    assertThat(memoryPolicy(policy, mode.equals("MPOL_LOCAL"), bundle, runtime))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @Covers({"/linux/memoryPolicy/flags={0}", "/linux/memoryPolicy/flags", "/linux/memoryPolicy"})
  @CsvSource({
    "MPOL_F_NUMA_BALANCING, MPOL_BIND, mode 2002 nodes 1",
    "MPOL_F_STATIC_NODES, MPOL_PREFERRED_MANY, mode 8005 nodes 1",
    "MPOL_F_RELATIVE_NODES, MPOL_WEIGHTED_INTERLEAVE, mode 4006 nodes 1"
  })
  void takesMemoryAsTheFlagsSay(
      String flag, String mode, String expected, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var policy = "{'mode':'%s','nodes':'0','flags':['%s']}".formatted(mode, flag);
    assertThat(memoryPolicy(policy, false, bundle, runtime)).isEqualTo(expected);
  }

  /**
   * The policy of a container's process.
   *
   * @param plain whether the caller has none of its own; the one that it has otherwise is inherited
   *     where the configured one is not set, and must not look like it
   */
  private static String memoryPolicy(
      String policy, boolean plain, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux").set("memoryPolicy", json(policy)));
    var line = new ArrayList<String>();
    if (!plain) {
      line.add(Suite.program("near_memory").toString());
    }
    try (var container = bundle.freshRoot().args("/probe", "facts").container(runtime)) {
      line.addAll(container.runCommand().line());
      return Facts.parse(new Command(line).run().succeeded().stdout(), java.util.Map.of())
          .get("mempolicy");
    }
  }

  @Test
  void saysWhatTheKernelRefuses(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(
        config ->
            config
                .withObject("/process")
                .set("scheduler", json("{'policy':'SCHED_FIFO','priority':1}")));
    // A v1 cgroup has no share of real time unless it is given one.
    assertThat(bundle.container(runtime).create().stderr())
        .contains("error setting scheduler: sched_setattr(0, {")
        .contains("= EPERM (operation not permitted) (from /process/scheduler in config.json)");
  }

  @Test
  void saysThatDeadlinesAreNotForSomeCpusOnly(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(
        config -> {
          config
              .withObject("/process")
              .set(
                  "scheduler",
                  json(
                      "{'policy':'SCHED_DEADLINE','runtime':1000000,'deadline':2000000,'period':3000000}"));
          config.withObject("/linux").set("resources", json("{'cpu':{'cpus':'0'}}"));
        });
    assertThat(bundle.container(runtime).create().stderr())
        .contains("process scheduler can't be used together with AllowedCPUs");
  }

  @Test
  @Covers("/process/execCPUAffinity/**")
  void leavesTheFirstProcessAloneWithTheAffinityOfExec(Bundle bundle, OciRuntime runtime) {
    var free = facts(bundle.args("/probe", "facts"), runtime).get("status:Cpus_allowed");
    var pinned =
        process(bundle, runtime, "execCPUAffinity", "{'initial':'0','final':'0'}")
            .get("status:Cpus_allowed");
    assertThat(pinned).isEqualTo(free);
  }

  @Test
  void allowsAllCpusAlsoWhenTheCallerIsPinnedToOne(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var free = facts(bundle.args("/probe", "facts"), runtime).get("status:Cpus_allowed");
    var line = new ArrayList<>(List.of("taskset", "1"));
    try (var container = bundle.freshRoot().container(runtime)) {
      line.addAll(container.runCommand().line());
      var facts = Facts.parse(new Command(line).run().succeeded().stdout(), java.util.Map.of());
      assertThat(facts.get("status:Cpus_allowed")).isEqualTo(free);
    }
  }

  private static Facts process(Bundle bundle, OciRuntime runtime, String name, String value) {
    bundle.edit(config -> config.withObject("/process").set(name, json(value)));
    return facts(bundle, runtime);
  }

  private static Facts facts(Bundle bundle, OciRuntime runtime) {
    return Facts.gather(runtime, bundle.args("/probe", "facts"));
  }
}
