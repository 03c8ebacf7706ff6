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

/** What podman does with containers that run. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanLifecycleTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static final String LOOP = "trap 'exit 3' TERM; while true; do sleep 0.1; done";

  @Feature("exec: output, exit code, user, directory, input, detached")
  void executes(OciRuntime runtime) throws IOException {
    var input = Files.writeString(Suite.newPath("input"), "piped\n");
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sleep", "1000");
      var outcome = podman.call("exec", "target", "sh", "-c", "echo out; echo err >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("out\n");
      assertThat(outcome.stderr()).isEqualTo("err\n");
      var script = "id -u; pwd; echo $KITTEN";
      assertThat(
              podman
                  .says(
                      "exec",
                      "-u",
                      "app",
                      "-w",
                      "/tmp",
                      "-e",
                      "KITTEN=1",
                      "target",
                      "sh",
                      "-c",
                      script)
                  .lines())
          .containsExactly("1000", "/tmp", "1");
      var cat = podman.command("exec", "--interactive", "target", "cat").input(input).run();
      assertThat(cat.succeeded().stdout()).isEqualTo("piped\n");
      podman.says("exec", "--detach", "target", "touch", "/detached");
      Container.await(
          "a file", () -> podman.call("exec", "target", "stat", "/detached").exit() == 0);
      assertThat(
              podman.says("exec", "--privileged", "target", "grep", "CapEff", "/proc/self/status"))
          .contains("000001");
    }
  }

  @Feature("exec --tty")
  void executesOnATerminal(OciRuntime runtime) throws IOException {
    var script =
        Files.writeString(
            Suite.newPath("script"), "expect #\nsend tty; exit 4\\r\nexpect /dev/pts/0\n");
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of("--env=PS1=# "), "sleep", "1000");
      var exec = podman.command("exec", "--interactive", "--tty", "target", "sh");
      assertThat(podman.onTerminal(script, exec).run().exit()).isEqualTo(4);
    }
  }

  @Feature("exec: a missing command (127), a file that is no program (126)")
  void refusesWhatCannotBeExecuted(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sleep", "1000");
      assertThat(podman.call("exec", "target", "missing").exit()).isEqualTo(127);
      assertThat(podman.call("exec", "target", "/etc/passwd").exit()).isEqualTo(126);
    }
  }

  @Feature("pause, unpause")
  void pauses(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sleep", "1000");
      podman.says("pause", "target");
      assertThat(podman.inspect("target", "{{.State.Status}}")).isEqualTo("paused");
      assertThat(podman.call("exec", "target", "true").exit()).isNotZero();
      podman.says("unpause", "target");
      assertThat(podman.call("exec", "target", "true").exit()).isZero();
    }
  }

  @Feature("stop, start, restart, kill, wait")
  void stopsAndStarts(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("target", List.of(), "sh", "-c", LOOP);
      podman.says("stop", "--time=20", "target");
      assertThat(podman.inspect("target", "{{.State.ExitCode}}")).isEqualTo("3");
      podman.says("start", "target");
      assertThat(podman.says("exec", "target", "echo", "up")).isEqualTo("up");
      podman.says("restart", "--time=20", "target");
      podman.says("kill", "--signal=KILL", "target");
      assertThat(podman.says("wait", "target")).isEqualTo("137");
    }
  }

  @Feature("stop: a container that ignores SIGTERM")
  void killsWhatIgnoresTheSignal(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("deaf", List.of(), "sh", "-c", "trap '' TERM; echo ready; sleep 1000");
      podman.awaitOutput("deaf", "ready");
      var stop = podman.call("stop", "--time=1", "deaf").succeeded();
      assertThat(stop.stderr()).contains("resorting to SIGKILL");
      assertThat(podman.inspect("deaf", "{{.State.ExitCode}}")).isEqualTo("137");
    }
  }

  @Feature("run --restart on-failure")
  void restartsAfterFailures(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("failing", List.of("--restart=on-failure:2"), "sh", "-c", "echo run; exit 3");
      podman.awaitField("failing", "{{.RestartCount}} {{.State.Status}}", "2 exited");
      assertThat(podman.says("logs", "failing").lines()).containsExactly("run", "run", "run");
    }
  }

  @Feature("logs, top, stats, diff, cp, commit")
  void looksInside(OciRuntime runtime) throws IOException {
    var file = Files.writeString(Suite.newPath("file"), "copied\n");
    try (var podman = Podman.with(runtime)) {
      podman.start(
          "target", List.of(), "sh", "-c", "echo o; echo e >&2; touch /new; exec sleep 1000");
      podman.awaitOutput("target", "o");
      Container.await("sleep", () -> podman.says("top", "target", "args").contains("sleep"));
      Container.await("stderr", () -> podman.call("logs", "target").stderr().equals("e\n"));
      assertThat(podman.says("top", "target", "pid", "args")).containsPattern("1 +sleep 1000");
      assertThat(podman.says("stats", "--no-stream", "--format={{.PIDs}}", "target"))
          .isEqualTo("1");
      podman.says("cp", file.toString(), "target:/copied");
      assertThat(podman.says("exec", "target", "cat", "/copied")).isEqualTo("copied");
      Container.await("`A /new`", () -> podman.says("diff", "target").contains("A /new"));
    }
  }

  @Feature("attach")
  void attaches(OciRuntime runtime) throws IOException {
    var input = Files.writeString(Suite.newPath("input"), "hello\n");
    try (var podman = Podman.with(runtime)) {
      podman.create("target", List.of("--interactive"), "sh", "-c", "read line; echo got $line");
      var start = podman.command("start", "--attach", "--interactive", "target").input(input).run();
      assertThat(start.succeeded().stdout()).isEqualTo("got hello\n");
    }
  }

  @Feature("healthcheck run: healthy and unhealthy")
  void checksHealth(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--health-cmd=test -e /ok", "--health-interval=disable");
      podman.start("target", options, "sleep", "1000");
      assertThat(podman.call("healthcheck", "run", "target").exit()).isEqualTo(1);
      podman.says("exec", "target", "touch", "/ok");
      assertThat(podman.call("healthcheck", "run", "target").exit()).isZero();
      assertThat(podman.inspect("target", "{{.State.Health.Status}}")).isEqualTo("healthy");
    }
  }
}
