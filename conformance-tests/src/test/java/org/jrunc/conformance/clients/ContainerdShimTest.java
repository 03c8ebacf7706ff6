package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** containerd, its shims and its clients end, or are killed, while containers run. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdShimTest {

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @AfterEach
  void letTheDaemonServe() {
    Containerd.shared().ensureStarted();
  }

  @Feature("containerd restarted while containers run")
  void keepsContainersOverARestart(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var pid = ctr.pid(id);
      ctr.containerd().stop();
      assertThat(Container.hasEnded(pid)).isFalse();
      ctr.containerd().start();
      stillServes(ctr, id, pid);
    }
  }

  @Feature("containerd killed while containers run")
  void keepsContainersOverACrash(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var ended = ctr.started(List.of(), "sh", "-c", "while ! test -e /end; do sleep 0.1; done");
      var pid = ctr.pid(id);
      ctr.tasks("exec", "--exec-id", "e", ended, "touch", "/end").succeeded();
      ctr.containerd().kill();
      ctr.containerd().start();
      ctr.await(ended, "STOPPED");
      stillServes(ctr, id, pid);
    }
  }

  private static void stillServes(Ctr ctr, String id, long pid) {
    assertThat(ctr.status(id)).isEqualTo("RUNNING");
    assertThat(ctr.pid(id)).isEqualTo(pid);
    assertThat(ctr.tasks("exec", "--exec-id", "e", id, "echo", "here").succeeded().stdout())
        .isEqualTo("here\n");
    ctr.tasks("pause", id).succeeded();
    ctr.tasks("resume", id).succeeded();
    ctr.remove(id);
    assertThat(Container.hasEnded(pid)).isTrue();
  }

  @Feature("shim killed: containerd cleans up")
  void cleansUpAfterAKilledShim(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sh", "-c", "sleep 1000 & sleep 1000");
      var pid = ctr.pid(id);
      shim(id).destroyForcibly();
      Container.await("the task to be gone", () -> ctr.status(id).isEmpty());
      Container.await("end of the container", () -> Container.hasEnded(pid));
      assertThat(Cgroups.below(Suite.cgroup() + "/" + id)).isEmpty();
      assertThat(ctr.tasks("delete", "--force", id).stderr()).contains("no running task found");
      ctr.run("containers", "delete", id).succeeded();
    }
  }

  @Feature("shim killed while containerd is away")
  void cleansUpWhenItComesBack(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var pid = ctr.pid(id);
      ctr.containerd().kill();
      shim(id).destroyForcibly();
      ctr.containerd().start();
      Container.await("the task to be gone", () -> ctr.status(id).isEmpty());
      Container.await("end of the container", () -> Container.hasEnded(pid));
      ctr.run("containers", "delete", id).succeeded();
    }
  }

  /** The shim of a container. */
  private static ProcessHandle shim(String id) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process.pid()).contains("\0-id\0" + id + "\0"))
        .findFirst()
        .orElseThrow();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(java.nio.file.Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (java.io.IOException gone) {
      return "";
    }
  }

  @Feature("ctr killed in mid-create")
  void survivesAKilledClient(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      for (var wait = 0; wait < 200; wait += 20) {
        var id = Suite.newId();
        var run = ctr.container(id, List.of("--detach"), "sleep", "1000").start();
        Container.pause(wait);
        run.process().destroyForcibly();
        run.await();
        ctr.tasks("delete", "--force", id);
        ctr.run("containers", "delete", id);
      }
      assertThat(ctr.tasks("list", "-q").succeeded().stdout()).isEmpty();
    }
  }
}
