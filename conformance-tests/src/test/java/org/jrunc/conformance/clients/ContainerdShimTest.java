package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
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

  @Feature(value = "containerd restarted while containers run", with = "runc")
  void keepsContainersOverARestart(OciRuntime runtime) {
    try (var containerd = Containerd.withoutCri();
        var ctr = Ctr.of(runtime, containerd)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var pid = ctr.pid(id);
      containerd.stop();
      assertThat(Container.hasEnded(pid)).isFalse();
      containerd.start();
      stillServes(ctr, id, pid);
    }
  }

  @Feature(value = "containerd killed while containers run", with = "runc")
  void keepsContainersOverACrash(OciRuntime runtime) {
    try (var containerd = Containerd.withoutCri();
        var ctr = Ctr.of(runtime, containerd)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var brief = ctr.started(List.of(), "sh", "-c", "while ! test -e /end; do sleep 0.1; done");
      var pid = ctr.pid(id);
      ctr.tasks("exec", "--exec-id", "e", brief, "touch", "/end").succeeded();
      containerd.kill();
      containerd.start();
      ctr.await(brief, "STOPPED");
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

  @Feature(value = "shim killed: containerd cleans up", with = "runc")
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

  @Feature(value = "shim killed while containerd is away", with = "runc")
  void cleansUpWhenItComesBack(OciRuntime runtime) {
    try (var containerd = Containerd.withoutCri();
        var ctr = Ctr.of(runtime, containerd)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var pid = ctr.pid(id);
      containerd.kill();
      shim(id).destroyForcibly();
      containerd.start();
      Container.await("the task to be gone", () -> ctr.status(id).isEmpty());
      Container.await("end of the container", () -> Container.hasEnded(pid));
      ctr.run("containers", "delete", id).succeeded();
    }
  }

  @Feature(value = "ctr killed in mid-create", with = "runc")
  void survivesAKilledClient(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      for (var wait = 0; wait < 200; wait += 40) {
        var id = Suite.newId();
        var run = ctr.container(id, List.of("--detach"), "sleep", "1000").start();
        Container.pause(wait);
        run.process().destroyForcibly();
        run.await();
        Container.await(
            "the end of the creation", () -> !ctr.status(id).isEmpty() || isForgotten(id, runtime));
        ctr.tasks("delete", "--force", id);
        ctr.run("containers", "delete", id);
        shims(id).forEach(ProcessHandle::destroyForcibly);
      }
      assertThat(ctr.tasks("list", "-q").succeeded().stdout()).isEmpty();
    }
  }

  /**
   * Whether nothing makes a container and the runtime knows none. containerd 1.6 then may leave a
   * shim that serves nobody, whatever the runtime.
   */
  private static boolean isForgotten(String id, OciRuntime runtime) {
    for (var look = 0; look < 3; look++) {
      var state = runtime.root().resolve(runtime.name()).resolve(id);
      if (!processes("\0create\0", "\0" + id + "\0").isEmpty() || Files.exists(state)) {
        return false;
      }
      Container.pause(50);
    }
    return true;
  }

  /** The shim of a container. */
  private static ProcessHandle shim(String id) {
    return shims(id).getFirst();
  }

  private static List<ProcessHandle> shims(String id) {
    return processes("\0-id\0" + id + "\0");
  }

  /** The processes whose command line has all these arguments. */
  private static List<ProcessHandle> processes(String... arguments) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> List.of(arguments).stream().allMatch(commandLine(process.pid())::contains))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }
}
