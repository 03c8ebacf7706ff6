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

/** What Docker does with a container that runs. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerTasksTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("exec: output, exit code, environment, user, directory")
  void runsAnotherProcess(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var outcome =
          container.exec(
              List.of("--env=A=b", "--workdir=/tmp", "--user=app"),
              "sh",
              "-c",
              "echo $A; pwd; id -u; echo oops >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("b\n/tmp\n1000\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature("exec --interactive, --detach")
  void runsAnotherProcessWithInputAndInTheBackground(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var input = Files.writeString(Suite.newPath("input"), "one\ntwo\n");
      var exec = docker.command("exec", "-i", container.id(), "wc", "-l").input(input);
      assertThat(exec.run().succeeded().stdout()).isEqualTo("2\n");
      container.exec(List.of("--detach"), "mkfifo", "/tmp/fifo").succeeded();
      container.exec(List.of("--detach"), "sh", "-c", "echo done > /tmp/fifo").succeeded();
      assertThat(container.shell("while [ ! -p /tmp/fifo ]; do usleep 9999; done; cat /tmp/fifo"))
          .isEqualTo("done\n");
    }
  }

  @Feature("attach")
  void attaches(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var script = "while [ ! -e /tmp/go ]; do echo tick; usleep 9999; done; exit 4";
      var container = docker.detached("", "sh", "-c", script);
      var attached = docker.command("attach", "--no-stdin", container.id()).start();
      Container.await("output", () -> attached.stdoutSoFar().contains("tick\n"));
      container.shell("touch /tmp/go");
      assertThat(attached.await().exit()).isEqualTo(4);
    }
  }

  @Feature("top")
  void listsProcesses(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.detached("--user app", "sh", "-c", "sleep 1000; true");
      container.exec(List.of(), "true").succeeded();
      var list = docker.command("top", container.id(), "-o", "pid,user,args").run().succeeded();
      assertThat(list.stdout()).contains("sh -c sleep 1000; true").containsPattern(" sleep 1000\n");
      assertThat(list.stdout().lines()).hasSize(3);
    }
  }

  @Feature("pause, unpause")
  void pauses(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      container.then("pause").succeeded();
      assertThat(container.field(".State.Status")).isEqualTo("paused");
      assertThat(container.exec(List.of(), "true").stderr()).contains("is paused");
      container.then("unpause").succeeded();
      assertThat(container.shell("echo again")).isEqualTo("again\n");
    }
  }

  @Feature("stop, stop of one that ignores SIGTERM, --stop-signal")
  void stops(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var polite =
          docker.detached(
              "", "sh", "-c", "trap 'exit 5' TERM; echo up; while :; do usleep 999; done");
      polite.awaitLog("up");
      polite.then("stop", "--time=30").succeeded();
      assertThat(polite.field(".State.ExitCode")).isEqualTo("5");
      var deaf =
          docker.detached(
              "", "sh", "-c", "trap 'echo no' TERM; echo up; while :; do usleep 999; done");
      deaf.awaitLog("up");
      deaf.then("stop", "--time=1").succeeded();
      assertThat(deaf.field(".State.ExitCode")).isEqualTo("137");
      assertThat(deaf.log()).isEqualTo("up\nno\n");
      var other =
          docker.detached(
              "--stop-signal USR1",
              "sh",
              "-c",
              "trap 'exit 6' USR1; echo up; while :; do usleep 999; done");
      other.awaitLog("up");
      other.then("stop", "--time=30").succeeded();
      assertThat(other.field(".State.ExitCode")).isEqualTo("6");
    }
  }

  @Feature("kill, kill --signal")
  void kills(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container =
          docker.detached(
              "", "sh", "-c", "trap 'echo usr1' USR1; echo up; while :; do usleep 999; done");
      container.awaitLog("up");
      container.then("kill", "--signal=USR1").succeeded();
      container.awaitLog("usr1");
      container.then("kill").succeeded();
      assertThat(container.end()).isEqualTo(137);
    }
  }

  @Feature("restart, restart policy")
  void restarts(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var pid = container.pid();
      container.then("restart", "--time=0").succeeded();
      assertThat(container.pid()).isNotEqualTo(pid);
      var failing = docker.detached("--restart on-failure:2", "sh", "-c", "echo try; exit 3");
      failing.awaitField(".RestartCount", "2");
      failing.awaitField(".State.Status", "exited");
      assertThat(failing.log()).isEqualTo("try\ntry\ntry\n");
      var killed = docker.idle("--restart always");
      var first = killed.pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      killed.awaitField(".RestartCount", "1");
      killed.awaitField(".State.Running", "true");
      assertThat(killed.pid()).isNotEqualTo(first);
    }
  }

  @Feature("health checks")
  void probes(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container =
          docker.idle("--health-cmd=cat${IFS}/tmp/ok --health-interval=100ms --health-retries=2");
      container.awaitField(".State.Health.Status", "unhealthy");
      container.shell("echo fine > /tmp/ok");
      container.awaitField(".State.Health.Status", "healthy");
      assertThat(container.field("json .State.Health.Log")).contains("fine", "No such file");
    }
  }

  @Feature("logs --follow")
  void followsLogs(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container =
          docker.detached("-i", "sh", "-c", "for i in 1 2 3; do echo $i; usleep 9999; done");
      assertThat(container.then("logs", "--follow").succeeded().stdout()).isEqualTo("1\n2\n3\n");
    }
  }
}
