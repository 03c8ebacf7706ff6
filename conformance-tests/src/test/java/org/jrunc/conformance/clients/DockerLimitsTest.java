package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** How much of the machine {@code docker run} and {@code update} let a container have. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerLimitsTest {
  private static final String FILES =
      "memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us pids/pids.max cpuset/cpuset.cpus";

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  private static String read(String files) {
    return "cd /sys/fs/cgroup && cat " + files;
  }

  @Feature("run --memory --memory-swap --memory-reservation --memory-swappiness")
  void limitsMemory(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var options = "--memory 64m --memory-swap 64m --memory-reservation 32m --memory-swappiness 9";
      var files = "memory.limit_in_bytes memory.soft_limit_in_bytes memory.swappiness";
      assertThat(docker.shell(options, "cd /sys/fs/cgroup/memory && cat " + files))
          .isEqualTo("67108864\n33554432\n9\n");
    }
  }

  @Feature("run --cpus --cpu-shares --cpuset-cpus")
  void limitsProcessors(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var options = "--cpus 1.5 --cpu-shares 512 --cpuset-cpus 0";
      var files = "cpu/cpu.cfs_quota_us cpu/cpu.shares cpuset/cpuset.cpus";
      assertThat(docker.shell(options, read(files) + "; nproc")).isEqualTo("150000\n512\n0\n1\n");
    }
  }

  @Feature("run --pids-limit")
  void limitsProcesses(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome =
          docker.run(
              List.of("--rm", "--pids-limit", "5"),
              "sh",
              "-c",
              "for i in 1 2 3 4 5 6 7; do sleep 1 & done; wait");
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.stderr()).contains("can't fork: Resource temporarily unavailable");
    }
  }

  @Feature("run --ulimit")
  void limitsResources(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(
              docker.shell(
                  "--ulimit nofile=100:200 --ulimit core=0", "ulimit -n; ulimit -Hn; ulimit -c"))
          .isEqualTo("100\n200\n0\n");
    }
  }

  @Feature("update --memory --cpus --pids-limit --cpuset-cpus")
  void changesLimits(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("--memory 64m --memory-swap 64m");
      container
          .then(
              "update",
              "--memory=100m",
              "--memory-swap=200m",
              "--cpus=0.5",
              "--pids-limit=30",
              "--cpuset-cpus=1")
          .succeeded();
      assertThat(container.shell(read(FILES))).isEqualTo("104857600\n50000\n30\n1\n");
      container.then("restart", "--time=0").succeeded();
      assertThat(container.shell(read(FILES))).isEqualTo("104857600\n50000\n30\n1\n");
    }
  }

  @Feature("stats")
  void tellsWhatAContainerUses(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("--memory 64m");
      var format = "--format={{.PIDs}} {{.MemUsage}} {{.NetIO}}";
      Container.await(
          "statistics",
          () ->
              container
                  .then("stats", "--no-stream", format)
                  .succeeded()
                  .stdout()
                  .matches("1 [0-9.]+[KM]iB / 64MiB [1-9].*\n"));
    }
  }

  @Feature("want of memory: exit code 137, OOMKilled, the oom event")
  void tellsThatMemoryRanOut(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container =
          docker.detached(
              "--memory 16m --memory-swap 16m", "dd", "if=/dev/zero", "of=/dev/null", "bs=64M");
      assertThat(container.end()).isEqualTo(137);
      container.awaitField(".State.OOMKilled", "true");
      Container.await(
          "the oom event",
          () ->
              docker
                  .command(
                      "events", "--since=1h", "--until=0s", "--filter=container=" + container.id())
                  .run()
                  .succeeded()
                  .stdout()
                  .contains(" container oom "));
    }
  }
}
