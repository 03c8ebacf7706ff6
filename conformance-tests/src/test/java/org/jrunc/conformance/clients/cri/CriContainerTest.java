package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** The life of a container, and what a pod specification gives it. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriContainerTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("container: exit code and log")
  void reportsHowAContainerEnds(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.create("sh", "-c", "echo out; echo err >&2; exit 7");
      assertThat(container.state()).isEqualTo("CONTAINER_CREATED");
      var status = container.start().awaitEnd();
      assertThat(status.path("exitCode").asInt()).isEqualTo(7);
      assertThat(status.path("reason").asString()).isEqualTo("Error");
      assertThat(container.output().lines()).containsExactlyInAnyOrder("out", "err");
    }
  }

  @Feature("container: restarted, init container first")
  void runsOneContainerAfterTheOther(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var init = pod.start("true");
      assertThat(init.awaitEnd().path("reason").asString()).isEqualTo("Completed");
      for (var attempt = 0; attempt < 3; attempt++) {
        var container = pod.start("sh", "-c", "exit " + attempt);
        assertThat(container.awaitEnd().path("exitCode").asInt()).isEqualTo(attempt);
        container.ask("RemoveContainer");
      }
    }
  }

  @Feature("container: removed while it runs")
  void removesARunningContainer(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      pod.start("sleep", "infinity").ask("RemoveContainer");
      assertThat(pod.containers()).isEmpty();
    }
  }

  @Feature("container: variables, arguments and working directory")
  void startsTheProcessAsConfigured(OciRuntime runtime) {
    var config =
        "{'envs': [{'key': 'GREETING', 'value': 'hello'}], 'workingDir': '/home/app', 'args':"
            + " ['-c', 'echo $GREETING; pwd']}";
    try (var pod = Pod.run(runtime)) {
      var container = pod.configured(config, "sh").start();
      container.awaitEnd();
      assertThat(container.output()).isEqualTo("hello\n/home/app");
    }
  }

  @Feature("container: volumes, read-only and writable")
  void mountsVolumes(OciRuntime runtime) throws IOException {
    var volume = Files.createDirectory(Suite.newPath("volume"));
    var mounts =
        "{'mounts': [{'containerPath': '/rw', 'hostPath': '@'}, {'containerPath': '/ro',"
            + " 'hostPath': '@', 'readonly': true}]}";
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.configured(mounts.replace("@", volume.toString()), "sleep", "infinity").start();
      assertThat(container.exec("sh", "-c", "echo hello > /rw/file").exit()).isZero();
      assertThat(volume.resolve("file")).hasContent("hello");
      assertThat(container.exec("cat", "/ro/file").output()).isEqualTo("hello\n");
      assertThat(container.exec("touch", "/ro/file").output()).contains("Read-only file system");
    }
  }

  @Feature("container: a mount that comes later is seen (HostToContainer)")
  void seesMountsOfTheHost(OciRuntime runtime) throws IOException {
    var volume = Files.createDirectory(Suite.newPath("volume"));
    Files.createDirectory(volume.resolve("later"));
    // Mount points are shared where systemd runs; elsewhere a test has to make one.
    mount("--bind", volume.toString(), volume.toString());
    mount("--make-shared", volume.toString());
    var mounts =
        "{'mounts': [{'containerPath': '/volume', 'hostPath': '@', 'propagation':"
            + " 'PROPAGATION_HOST_TO_CONTAINER'}]}";
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.configured(mounts.replace("@", volume.toString()), "sleep", "infinity").start();
      mount("-t", "tmpfs", "none", volume.resolve("later").toString());
      assertThat(container.exec("grep", "-c", " /volume/later ", "/proc/mounts").output())
          .isEqualTo("1\n");
    } finally {
      new Command(List.of("umount", "--recursive", volume.toString())).run().succeeded();
    }
  }

  private static void mount(String... arguments) {
    var line = new ArrayList<>(List.of("mount"));
    line.addAll(List.of(arguments));
    new Command(line).run().succeeded();
  }

  @Feature("container: devices")
  void bringsDevices(OciRuntime runtime) {
    var device =
        "{'devices': [{'containerPath': '/dev/void', 'hostPath': '/dev/null', 'permissions':"
            + " 'rw'}]}";
    try (var pod = Pod.run(runtime)) {
      var container = pod.configured(device, "sleep", "infinity").start();
      assertThat(container.exec("sh", "-c", "echo x > /dev/void; stat -c %t:%T /dev/void").output())
          .isEqualTo("1:3\n");
    }
  }

  @Feature("container: terminal")
  void hasATerminal(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.configured("{'tty': true}", "sh", "-c", "tty; stty -a | head -n 1").start();
      assertThat(container.awaitEnd().path("exitCode").asInt()).isZero();
      assertThat(container.output()).contains("/dev/pts/0");
    }
  }

  @Feature("container: limits, and an update of them")
  void limitsResources(OciRuntime runtime) {
    var limits =
        "{'cpuPeriod': 100000, 'cpuQuota': 50000, 'cpuShares': 512, 'memoryLimitInBytes': 67108864,"
            + " 'cpusetCpus': '0'}";
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.configured("{'linux': {'resources': " + limits + "}}", "sleep", "infinity").start();
      assertThat(limitsOf(container)).containsExactly("50000", "512", "67108864", "0");
      container.ask(
          "UpdateContainerResources",
          "{'linux': {'cpuPeriod': 100000, 'cpuQuota': 70000, 'cpuShares': 256,"
              + " 'memoryLimitInBytes': 134217728}}");
      assertThat(limitsOf(container)).containsExactly("70000", "256", "134217728", "0");
    }
  }

  private static List<String> limitsOf(PodContainer container) {
    var files =
        "cpu/cpu.cfs_quota_us cpu/cpu.shares memory/memory.limit_in_bytes cpuset/cpuset.cpus";
    return container
        .exec("sh", "-c", "cd /sys/fs/cgroup && cat " + files)
        .output()
        .lines()
        .toList();
  }

  @Feature("container: log reopened after rotation")
  void reopensTheLog(OciRuntime runtime) throws IOException {
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.start(
              "sh", "-c", "echo before; while ! [ -e /go ]; do usleep 10000; done; echo after");
      Container.await("first line", () -> container.output().equals("before"));
      Files.move(container.log(), Path.of(container.log() + ".1"));
      container.ask("ReopenContainerLog");
      container.exec("touch", "/go");
      container.awaitEnd();
      assertThat(container.output()).isEqualTo("after");
    }
  }
}
