package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** What podman reports when a container cannot be made, or ends by force. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanFailureTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("run: a missing command (127)")
  void endsWith127ForAMissingCommand(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      for (var command : List.of("missing", "/missing")) {
        var outcome = podman.run(List.of("--rm"), command);
        assertThat(outcome.exit()).isEqualTo(127);
        assertThat(outcome.stderr())
            .contains("OCI runtime attempted to invoke a command that was not found");
      }
    }
  }

  @Feature("run: a file that is no program, a directory (126)")
  void endsWith126ForWhatIsNoProgram(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var outcome = podman.run(List.of("--rm"), "/etc/passwd");
      assertThat(outcome.exit()).isEqualTo(126);
      assertThat(outcome.stderr()).contains("OCI permission denied");
      assertThat(podman.run(List.of("--rm"), "/etc").exit()).isEqualTo(126);
    }
  }

  @Feature("run: a user that the image lacks")
  void refusesAnUnknownUser(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var outcome = podman.run(List.of("--rm", "--user=stranger"), "true");
      assertThat(outcome.exit()).isEqualTo(126);
      assertThat(outcome.stderr()).contains("unable to find user stranger");
    }
  }

  @Feature("run: a device that the host lacks, a sysctl that is refused")
  void refusesWhatTheHostLacks(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(podman.run(List.of("--rm", "--device=/dev/missing"), "true").exit())
          .isEqualTo(125);
      var sysctl = podman.run(List.of("--rm", "--sysctl=net.missing=1"), "true");
      assertThat(sysctl.exit()).isIn(126, 127);
    }
  }

  @Feature("run: a root file system that cannot be used")
  void refusesABrokenRoot(OciRuntime runtime) throws IOException {
    var root = Files.createDirectory(Suite.newPath("broken"));
    try (var podman = Podman.with(runtime)) {
      var empty =
          podman.call("run", "--rm", PodmanStore.parent(), "--rootfs", root.toString(), "sh");
      assertThat(empty.exit()).isEqualTo(127);
      var file = Files.writeString(root.resolve("file"), "no directory");
      var outcome =
          podman.call("run", "--rm", PodmanStore.parent(), "--rootfs", file.toString(), "sh");
      assertThat(outcome.exit()).isIn(125, 126, 127);
    }
  }

  @Feature("run: killed for want of memory")
  void reportsWantOfMemory(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--name=hungry", "--memory=32m", "--memory-swap=32m");
      assertThat(podman.run(options, "tail", "/dev/zero").exit()).isEqualTo(137);
      assertThat(podman.inspect("hungry", "{{.State.ExitCode}}")).isEqualTo("137");
    }
  }

  @Feature("podman killed in the middle of a run: what is left can be removed")
  void survivesTheDeathOfPodman(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      for (int delay = 0; delay <= 80; delay += 20) {
        var name = "orphan-" + delay;
        var running = podman.runCommand(List.of("--name=" + name), "sleep", "1000").start();
        // What podman has begun before that it cannot remove, whatever the runtime is.
        Container.await("conmon of " + name, () -> isStarted(name));
        Container.pause(delay);
        running.process().destroyForcibly();
        running.await();
      }
      podman.says("rm", "--force", "--all", "--time=0");
      podman.deleteWhatItForgot();
      assertThat(podman.output(List.of(), "echo", "fine")).isEqualTo("fine");
    }
  }

  private static boolean isStarted(String name) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .anyMatch(line -> line.contains("conmon ") && line.contains(" " + name + " "));
  }

  @Feature("conmon killed: the container can be stopped and removed")
  void survivesTheDeathOfConmon(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sleep", "1000");
      var conmon = Long.parseLong(podman.inspect("target", "{{.State.ConmonPid}}"));
      var process = Long.parseLong(podman.inspect("target", "{{.State.Pid}}"));
      ProcessHandle.of(conmon).ifPresent(ProcessHandle::destroyForcibly);
      Container.await("end of conmon", () -> Container.hasEnded(conmon));
      podman.says("rm", "--force", "--time=0", "target");
      Container.await("end of the container", () -> Container.hasEnded(process));
      podman.deleteWhatItForgot();
    }
  }

  @Feature("a container that died unnoticed is started again")
  void noticesADeath(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sleep", "1000");
      var process = Long.parseLong(podman.inspect("target", "{{.State.Pid}}"));
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
      podman.awaitField("target", "{{.State.Status}} {{.State.ExitCode}}", "exited 137");
      podman.says("start", "target");
      assertThat(podman.inspect("target", "{{.State.Status}}")).isEqualTo("running");
    }
  }
}
