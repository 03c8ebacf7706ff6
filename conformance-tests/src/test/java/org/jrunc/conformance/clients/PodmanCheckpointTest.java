package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Checkpoints of podman, made by CRIU. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanCheckpointTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static final String COUNT = "i=0; while true; do echo $i; i=$((i+1)); sleep 0.1; done";

  @Feature(
      value = "container checkpoint, restore: a process goes on where it was",
      except = "crun: Debian builds it without CRIU")
  void goesOn(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("counter", List.of(), "sh", "-c", COUNT);
      podman.awaitOutput("counter", "\n3\n");
      podman.says("container", "checkpoint", "counter");
      assertThat(podman.inspect("counter", "{{.State.Status}} {{.State.Checkpointed}}"))
          .isEqualTo("exited true");
      var before = podman.says("logs", "counter").lines().toList();
      podman.says("container", "restore", "counter");
      podman.awaitOutput("counter", "\n" + (before.size() + 2) + "\n");
      assertThat(podman.says("logs", "counter").lines()).doesNotHaveDuplicates();
    }
  }

  @Feature(
      value = "container checkpoint --leave-running --export, restore --import --name",
      except = "crun: Debian builds it without CRIU")
  void movesToAnotherContainer(OciRuntime runtime) throws IOException {
    var archive = Files.createTempDirectory(Podman.start().directory(), "export").resolve("a.tgz");
    try (var podman = Podman.with(runtime)) {
      podman.start("first", List.of(), "sleep", "1000");
      podman.says("container", "checkpoint", "--leave-running", "--export=" + archive, "first");
      assertThat(podman.inspect("first", "{{.State.Status}}")).isEqualTo("running");
      podman.says("rm", "--force", "--time=0", "first");
      podman.says("container", "restore", "--import=" + archive, "--name=second");
      assertThat(podman.says("exec", "second", "cat", "/proc/1/comm")).isEqualTo("sleep");
    }
  }

  @Feature(
      value = "container checkpoint --print-stats, of a terminal, with --tcp-established",
      except = "crun: Debian builds it without CRIU")
  void checkpointsATerminal(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("terminal", List.of("--tty"), "sh");
      var stats = podman.says("container", "checkpoint", "--print-stats", "terminal");
      assertThat(stats).contains("\"frozen_time\"").contains("\"pages_written\"");
      podman.says("container", "restore", "--tcp-established", "terminal");
      assertThat(podman.says("exec", "terminal", "echo", "up")).isEqualTo("up");
    }
  }
}
