package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Namespaces that containers share with one another and with the host. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerNamespacesTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  private static String own(String kind) {
    return Engine.link(ProcessHandle.current().pid(), "ns/" + kind);
  }

  @Feature("run --pid container:, host")
  void sharesProcesses(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var other = docker.idle("");
      assertThat(docker.output("--pid container:" + other.id(), "ps", "-o", "args"))
          .isEqualTo("COMMAND\nsleep 1000\nps -o args\n");
      assertThat(docker.output("--pid host", "readlink", "/proc/self/ns/pid").strip())
          .isEqualTo(own("pid"));
    }
  }

  @Feature("run --ipc container:, host, private, none, shareable")
  void sharesMemory(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var other = docker.idle("--ipc shareable");
      other.shell("echo shared > /dev/shm/file");
      assertThat(docker.output("--ipc container:" + other.id(), "cat", "/dev/shm/file"))
          .isEqualTo("shared\n");
      assertThat(docker.output("--ipc host", "readlink", "/proc/self/ns/ipc").strip())
          .isEqualTo(own("ipc"));
      assertThat(docker.output("--ipc private", "ls", "/dev/shm")).isEmpty();
      assertThat(docker.shell("--ipc none", "ls /dev/shm 2>&1 || true"))
          .isEqualTo("ls: /dev/shm: No such file or directory\n");
    }
  }

  @Feature("run --uts host, --cgroupns private, --cgroup-parent")
  void sharesOtherThings(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.output("--uts host", "readlink", "/proc/self/ns/uts").strip())
          .isEqualTo(own("uts"));
      assertThat(docker.output("--cgroupns private", "cat", "/proc/self/cgroup"))
          .contains(":devices:/\n");
    }
  }
}
