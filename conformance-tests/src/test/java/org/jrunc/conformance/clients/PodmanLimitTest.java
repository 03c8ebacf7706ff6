package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Limits and cgroups of containers of podman. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanLimitTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("run --memory, --cpus, --pids-limit, --cpuset-cpus")
  void limitsResources(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--memory=64m", "--cpus=0.5", "--pids-limit=33", "--cpuset-cpus=0");
      var script =
          "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us pids/pids.max"
              + " cpuset/cpuset.cpus";
      assertThat(podman.output(options, "sh", "-c", script).lines())
          .containsExactly("67108864", "50000", "33", "0");
    }
  }

  @Feature("run --ulimit, --oom-score-adj, --sysctl")
  void limitsTheProcess(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options =
          List.of(
              "--ulimit=nofile=100:200",
              "--ulimit=nproc=1000:1000",
              "--oom-score-adj=100",
              "--sysctl=net.ipv4.ip_forward=0",
              "--sysctl=kernel.shm_rmid_forced=1");
      var script =
          "ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj"
              + " /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shm_rmid_forced";
      assertThat(podman.output(options, "sh", "-c", script).lines())
          .containsExactly("100", "200", "100", "0", "1");
    }
  }

  @Feature("update")
  void changesLimits(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("changing", List.of("--memory=64m", "--memory-swap=64m"), "sleep", "1000");
      podman.says("update", "--memory=48m", "changing");
      var limit = "/sys/fs/cgroup/memory/memory.limit_in_bytes";
      assertThat(podman.says("exec", "changing", "cat", limit)).isEqualTo("50331648");
    }
  }

  @Feature("run --cgroupns, --cgroup-parent, --cgroups=no-conmon")
  void placesTheCgroup(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var script = "cut -d: -f3 /proc/self/cgroup | sort -u | grep -v '^/$' || echo private";
      assertThat(
              podman.output(
                  List.of("--cgroupns=private", PodmanStore.parent()), "sh", "-c", script))
          .isEqualTo("private");
      assertThat(
              podman.output(List.of("--cgroupns=host", PodmanStore.parent()), "sh", "-c", script))
          .startsWith(Suite.cgroup() + "/libpod-");
      var apart = List.of("--cgroups=no-conmon", PodmanStore.parent());
      assertThat(podman.output(apart, "echo", "apart")).isEqualTo("apart");
    }
  }
}
