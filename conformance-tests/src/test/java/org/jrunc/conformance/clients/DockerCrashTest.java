package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Daemon and shims that end while containers run. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerCrashTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature(value = "dockerd --live-restore: restarted, and killed", with = "runc")
  void keepsContainersWithoutTheDaemon(OciRuntime runtime) {
    try (var daemon = Dockerd.ofItsOwn(List.of(), "--live-restore", "--bip=172.30.0.1/16");
        var docker = Docker.with(runtime, daemon)) {
      var script = "trap 'echo usr1' USR1; echo up; while :; do usleep 9999; done";
      var container = docker.detached("", "sh", "-c", script);
      container.awaitLog("up");
      var pid = container.pid();
      for (var signal : List.of("TERM", "KILL")) {
        daemon.restart(signal);
        assertThat(container.field(".State.Status")).isEqualTo("running");
        assertThat(container.pid()).isEqualTo(pid);
        assertThat(container.shell("echo exec")).isEqualTo("exec\n");
        container.then("pause").succeeded();
        container.then("unpause").succeeded();
      }
      container.then("kill", "--signal=USR1").succeeded();
      container.awaitLog("usr1");
      container.then("stop", "--time=0").succeeded();
      assertThat(container.end()).isEqualTo(137);
      container.then("start").succeeded();
    }
  }

  @Feature("shim killed: the container ends, and starts again")
  void noticesThatAShimWasKilled(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var pid = container.pid();
      shimOf(pid).destroyForcibly();
      container.awaitField(".State.Status", "exited");
      Container.await("end of the container", () -> Container.hasEnded(pid));
      assertThat(container.field(".State.ExitCode")).isEqualTo("137");
      container.then("start").succeeded();
      assertThat(container.shell("echo again")).isEqualTo("again\n");
    }
  }

  private static ProcessHandle shimOf(long pid) {
    return Stream.of(ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow())
        .filter(parent -> parent.info().command().orElse("").contains("shim"))
        .findFirst()
        .orElseThrow();
  }
}
