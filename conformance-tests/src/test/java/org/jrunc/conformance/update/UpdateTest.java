package org.jrunc.conformance.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags of {@code update}: the same cgroup files change to the same values as under runc. */
@BundleTest
class UpdateTest {
  private static final String EXIT = "exit";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory 33554432",
        "--memory 32M",
        "--memory 0.05g",
        "--memory 256m --memory-swap 512mb",
        "--memory 16KiB --memory-swap 32MB",
        "--memory=32M --memory-swap=32M",
        "--memory 100M --memory-swap -1",
        "--memory -1",
        "--memory -1 --memory-swap -1",
        "--memory-swap 256M",
        "--memory-swap 32M",
        "--memory 256M",
        "--memory-reservation 16M",
        "--memory-reservation -1",
        "--cpu-share 1000",
        "--cpu-share 2",
        "--cpu-share 1",
        "--cpu-share 262145",
        "--cpu-quota 20000",
        "--cpu-quota -1",
        "--cpu-quota 1",
        "--cpu-period 50000",
        "--cpu-period 10",
        "--cpu-period 20000 --cpu-quota 5000",
        "--cpu-quota 0",
        "--cpuset-cpus 0-1",
        "--cpuset-cpus 4095",
        "--cpuset-cpus x",
        "--cpuset-mems 0",
        "--cpuset-mems 7",
        "--cpu-rt-runtime 2000",
        "--cpu-rt-period 500000",
        "--pids-limit 7",
        "--pids-limit -1",
        "--pids-limit=100 --cpu-share=700",
        "--blkio-weight 300",
        "--blkio-weight 5",
        "--kernel-memory 32M",
        "--kernel-memory-tcp 32M",
        "--memory 32M --pids-limit 9 --cpu-quota 30000 --cpu-period 60000 --cpu-share 300",
      })
  void changesWhatRuncChanges(String flags, Bundle bundle, OciRuntime runtime) {
    var limits = after(runtime, bundle, flags.split(" "));
    for (var runc : OciRuntime.runcs()) {
      var reference = after(runc, bundle, flags.split(" "));
      if ("1".equals(reference.get(EXIT))) {
        // Where it fails, runc forgets to put some values back.
        reference = after(runtime, bundle, "--pids-limit", "20");
        reference.put(EXIT, "1");
      }
      assertThat(limits).as("%s", runc).isEqualTo(reference);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory 33554432",
        "--memory 33554432 --memory-swap 33554432",
        "--cpu-share 1000",
        "--cpu-quota 20000",
        "--cpu-period 20000",
        "--cpuset-cpus 0-1",
        "--cpuset-mems 0",
        "--pids-limit 7",
        "--memory-reservation 16777216",
      })
  void changesWhatCrunChanges(String flags, Bundle bundle, OciRuntime runtime) {
    var reference = after(OciRuntime.crun(), bundle, flags.split(" "));
    Cgroups.removeTree(bundle.cgroup());
    // Devices are what crun lists beside runc's.
    reference.remove("devices/devices.list");
    var limits = after(runtime, bundle, flags.split(" "));
    limits.remove("devices/devices.list");
    assertThat(limits).isEqualTo(reference);
  }

  private static SortedMap<String, String> after(
      OciRuntime runtime, Bundle bundle, String... flags) {
    try (var subject = Subject.of(bundle, runtime)) {
      var outcome = subject.update(flags);
      var facts = new TreeMap<>(subject.limits());
      facts.put(EXIT, Integer.toString(outcome.exit()));
      facts.put("stdout", outcome.stdout());
      return facts;
    }
  }

  /** The installed runc is older than these. */
  @ParameterizedTest
  @CsvSource({
    "--cpu-burst 10000, cpu/cpu.cfs_burst_us, 10000",
    "--cpu-burst 0, cpu/cpu.cfs_burst_us, 0",
    "--cpu-idle 1, cpu/cpu.idle, 1",
    "--cpu-idle 1, cpu/cpu.shares, 3",
    "--pids-limit 0, pids/pids.max, 1",
    "--memory 1.5m, memory/memory.limit_in_bytes, 1572864",
    "--memory .5GiB --memory-swap -1, memory/memory.limit_in_bytes, 536870912",
  })
  void changesWhatNewerRuncsChange(
      String flags, String file, String value, Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject.update(flags.split(" ")).succeeded();
      assertThat(subject.limit(file)).isEqualTo(value);
    }
  }

  @Test
  void beingIdleCanBeTakenBack(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject.update("--cpu-idle", "1").succeeded();
      assertThat(subject.update("--cpu-share", "100").exit()).isEqualTo(1);
      assertThat(subject.limit("cpu/cpu.idle")).isEqualTo("1");
      subject.update("--cpu-idle", "0").succeeded();
      subject.update("--cpu-share", "100").succeeded();
      assertThat(subject.limit("cpu/cpu.shares")).isEqualTo("100");
    }
  }

  @Test
  void growsAndShrinksMemoryAndSwapTogether(Bundle bundle, OciRuntime runtime) {
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = Subject.of(bundle, each)) {
        for (var size : List.of("256M", "32M", "1G", "-1", "64M")) {
          subject.update("--memory", size, "--memory-swap", size).succeeded();
          assertThat(subject.limit("memory/memory.memsw.limit_in_bytes"))
              .isEqualTo(subject.limit("memory/memory.limit_in_bytes"));
        }
        assertThat(subject.limit("memory/memory.limit_in_bytes")).isEqualTo("67108864");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory abc",
        "--memory -2",
        "--memory-swap x",
        "--memory-reservation 1..5",
        "--cpu-period x",
        "--cpu-period -1",
        "--cpu-quota 1.5",
        "--cpu-quota 99999999999999999999",
        "--cpu-share x",
        "--cpu-share 99999999999999999999",
        "--cpu-rt-period x",
        "--cpu-rt-runtime x",
        "--kernel-memory x",
        "--kernel-memory-tcp x",
        "--l3-cache-schema L3:0=f",
        "--mem-bw-schema MB:0=20",
        "--pids-limit x",
        "--blkio-weight x",
        "--bogus 1",
        "--resources /nope/x",
      })
  void complainsWordForWordAsRunc(String flags, Bundle bundle, OciRuntime runtime) {
    var complaint = complaint(runtime, bundle, flags);
    for (var reference : OciRuntime.runcs()) {
      assertThat(complaint)
          .as("%s", reference)
          .isEqualTo(olderWords(complaint(reference, bundle, flags)));
    }
  }

  /** Newer runcs hand on what Go says. */
  private static String olderWords(String complaint) {
    return complaint.replaceAll(
        "strconv.ParseFloat: parsing \\\\\"(.*)\\\\\": invalid syntax", "invalid size: '$1'");
  }

  private static String complaint(OciRuntime runtime, Bundle bundle, String flags) {
    try (var subject = Subject.of(bundle, runtime)) {
      var outcome = subject.update(flags.split(" "));
      return outcome.exit() + " " + outcome.stderr().replaceAll("time=\"[^\"]*\"", "");
    }
  }

  @Test
  void warnsOfKernelMemory(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var outcome = subject.update("--kernel-memory", "64M");
      assertThat(outcome.exit()).isZero();
      assertThat(outcome.stderr())
          .contains("level=warning msg=\"Kernel memory settings are ignored and will be removed\"");
    }
  }
}
