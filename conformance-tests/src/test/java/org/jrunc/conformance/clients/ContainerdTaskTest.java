package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** {@code ctr tasks}: what can be done with a container that runs. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdTaskTest {

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature("tasks: list, ps")
  void showsWhatRuns(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sh", "-c", "sleep 1000 & sleep 1000");
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
      ctr.tasks("exec", "--detach", "--exec-id", "third", id, "sleep", "1000").succeeded();
      Container.await("three processes", () -> processes(ctr, id).size() == 3);
      assertThat(processes(ctr, id).getFirst()).startsWith(ctr.pid(id) + " ");
      assertThat(processes(ctr, id).getLast()).contains("ExecID:third");
    }
  }

  private static List<String> processes(Ctr ctr, String id) {
    return ctr.tasks("ps", id).succeeded().stdout().lines().skip(1).toList();
  }

  @Feature("tasks: metrics")
  void measures(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of("--memory-limit", "33554432"), "sleep", "1000");
      var metrics = ctr.tasks("metrics", id).succeeded().stdout().replaceAll(" +", " ");
      assertThat(metrics)
          .contains("memory.limit_in_bytes 33554432")
          .containsPattern("memory.usage_in_bytes [1-9]")
          .containsPattern("cpuacct.usage [1-9]")
          .contains("pids.current 1 ");
    }
  }

  @Feature("tasks: kill with a signal, delete")
  void endsAndDeletes(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id =
          ctr.started(List.of(), "sh", "-c", "trap 'exit 9' USR1; while :; do sleep 0.1; done");
      var pid = ctr.pid(id);
      assertThat(ctr.tasks("delete", id).stderr()).contains("task must be stopped");
      assertThat(ctr.run("containers", "delete", id).exit()).isNotZero();
      ctr.tasks("kill", "--signal", "USR1", id).succeeded();
      ctr.await(id, "STOPPED");
      assertThat(ctr.tasks("kill", id).stderr()).contains("process already finished: not found");
      assertThat(ctr.tasks("delete", id).stderr()).contains("exit with non-zero exit code 9");
      assertThat(ctr.status(id)).isEmpty();
      assertThat(Container.hasEnded(pid)).isTrue();
      ctr.run("containers", "delete", id).succeeded();
    }
  }

  @Feature("tasks: kill --all")
  void killsAllProcesses(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sh", "-c", "sleep 1000 & sleep 1000 & wait");
      ctr.tasks("exec", "--detach", "--exec-id", "e", id, "sleep", "1000").succeeded();
      ctr.tasks("kill", "--all", "--signal", "KILL", id).succeeded();
      ctr.await(id, "STOPPED");
      assertThat(Cgroups.below(Suite.cgroup() + "/" + id).toString()).doesNotContain("pid");
      ctr.tasks("delete", id);
    }
  }

  @Feature("tasks: start of a container whose task has ended")
  void startsAgain(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = Suite.newId();
      var command = "cat /count; echo more >> /count; exit 4";
      var first = ctr.container(id, List.of(), "sh", "-c", command).run();
      assertThat(first.exit()).isEqualTo(4);
      assertThat(first.stdout()).isEmpty();
      var second = ctr.tasks("start", id);
      assertThat(second.exit()).isEqualTo(4);
      assertThat(second.stdout()).isEqualTo("more\n");
    }
  }

  @Feature("tasks: pause, resume")
  void pausesAndResumes(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      ctr.tasks("pause", id).succeeded();
      assertThat(ctr.status(id)).isEqualTo("PAUSED");
      assertThat(ctr.tasks("exec", "--exec-id", "e", id, "true").stderr())
          .contains("cannot exec in a paused state");
      ctr.tasks("resume", id).succeeded();
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
      ctr.tasks("exec", "--exec-id", "e", id, "true").succeeded();
      ctr.tasks("pause", id).succeeded();
      ctr.tasks("kill", "--signal", "KILL", id).succeeded();
      ctr.tasks("resume", id);
      ctr.await(id, "STOPPED");
    }
  }

  @Feature("tasks: exec with user, cwd, input and exit code")
  void runsAnotherProcess(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of("--env", "A=b"), "sleep", "1000");
      var outcome =
          ctr.tasks(
              "exec",
              "--exec-id",
              "one",
              "--user",
              "1000:1000",
              "--cwd",
              "/home/app",
              id,
              "sh",
              "-c",
              "id -u; pwd; echo $A; echo oops >&2; exit 3");
      assertThat(outcome.exit()).isEqualTo(3);
      assertThat(outcome.stdout()).isEqualTo("1000\n/home/app\nb\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature("tasks: kill of a detached exec")
  void killsAnotherProcess(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      ctr.tasks("exec", "--detach", "--exec-id", "one", id, "sleep", "1000").succeeded();
      ctr.tasks("kill", "--exec-id", "one", "--signal", "KILL", id).succeeded();
      Container.await("end of the exec", () -> processes(ctr, id).size() == 1);
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
    }
  }

  @Feature("tasks: attach")
  void attaches(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id =
          ctr.started(
              List.of(), "sh", "-c", "trap 'echo told; exit 6' USR1; while :; do sleep 0.1; done");
      var attached = ctr.taskCommand("attach", id).start();
      ctr.tasks("kill", "--signal", "USR1", id).succeeded();
      var outcome = attached.await();
      assertThat(outcome.exit()).isEqualTo(6);
      assertThat(outcome.stdout()).isEqualTo("told\n");
    }
  }

  @Feature("events")
  void tellsWhatHappens(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var events = ctr.command("events").start();
      try {
        Container.await(
            "the stream of events",
            () -> {
              ctr.run("containers", "label", ctr.started(List.of(), "true"), "x=y");
              return events.stdoutSoFar().contains("/tasks/exit");
            });
        var id = ctr.started(List.of(), "sleep", "1000");
        ctr.tasks("exec", "--exec-id", "e", id, "true").succeeded();
        ctr.tasks("pause", id).succeeded();
        ctr.tasks("resume", id).succeeded();
        ctr.remove(id);
        Container.await("last event", () -> of(id, events.stdoutSoFar()).contains("/delete"));
        assertThat(of(id, events.stdoutSoFar()).lines())
            .containsExactly(
                "/tasks/create",
                "/tasks/start",
                "/tasks/exec-added",
                "/tasks/exec-started",
                "/tasks/exit",
                "/tasks/paused",
                "/tasks/resumed",
                "/tasks/exit",
                "/tasks/delete");
      } finally {
        events.process().destroyForcibly();
        events.await();
      }
    }
  }

  /** The topics of the tasks events about a container, one a line. */
  private static String of(String id, String events) {
    return events
        .lines()
        .filter(line -> line.contains("\"container_id\":\"" + id + "\""))
        .map(line -> line.split(" ")[5])
        .collect(java.util.stream.Collectors.joining("\n"));
  }
}
