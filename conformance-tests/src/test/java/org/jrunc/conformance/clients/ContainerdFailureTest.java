package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.node.ObjectNode;

/** What {@code ctr} says when something goes wrong. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdFailureTest {
  private static final String CREATE = "ctr: failed to create shim task: OCI runtime create failed";

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature("failure: a command that is missing")
  void reportsAMissingCommand(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var outcome = ctr.once(List.of(), "missing");
      failed(outcome, "executable file", "not found in $PATH");
      var id = ctr.started(List.of(), "sleep", "1000");
      var exec = ctr.tasks("exec", "--exec-id", "e", id, "missing");
      assertThat(exec.exit()).isEqualTo(1);
      assertThat(exec.stderr())
          .contains("ctr: OCI runtime exec failed", "executable file", "not found in $PATH");
    }
  }

  @Feature("failure: a command that is not executable")
  void reportsACommandThatIsNotExecutable(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      failed(ctr.once(List.of(), "/etc/passwd"), "ermission denied");
    }
  }

  @Feature("failure: a root file system that is missing, or unreadable to the user")
  void reportsAnUnreadableRoot(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      failed(runIn(ctr, Suite.newPath("missing")), "o such file or directory");
      var onlyForRoot = PosixFilePermissions.fromString("rwx------");
      var closed =
          Files.createDirectory(
              Suite.newPath("closed"), PosixFilePermissions.asFileAttribute(onlyForRoot));
      Files.copy(Suite.program("probe"), closed.resolve("probe"));
      var outcome = runIn(ctr, closed);
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("ermission denied"); // crun says so in the container
    }
  }

  /** Runs the probe as an ordinary user, with a directory as the root file system. */
  private static Outcome runIn(Ctr ctr, Path root) throws IOException {
    var config = (ObjectNode) Bundle.JSON.readTree(ctr.run("oci", "spec").succeeded().stdout());
    config.withObject("/root").put("path", root.toString());
    Bundle.strings(config.withObject("/process").putArray("args"), "/probe", "true");
    config.withObject("/process").remove("capabilities");
    config.withObject("/process/user").put("uid", 1000).put("gid", 1000);
    var id = Suite.newId();
    config.withObject("/linux").put("cgroupsPath", Suite.cgroup() + "/" + id);
    var file = Files.write(Suite.newPath("config.json"), Bundle.JSON.writeValueAsBytes(config));
    var line = new ArrayList<>(List.of("run", "--rm", "--config", file.toString()));
    line.addAll(ctr.runtimeOptions());
    line.add(id);
    return ctr.run(line.toArray(String[]::new));
  }

  @Feature("failure: a mount whose source is missing")
  void reportsAMissingSource(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var mount = "type=bind,src=/missing,dst=/there,options=rbind";
      failed(ctr.once(List.of("--mount", mount), "true"), "/missing", "o such file or directory");
    }
  }

  @Feature("failure: killed for want of memory")
  void reportsAKillForWantOfMemory(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var events = ctr.command("events").start();
      try {
        var eater = new String[] {"dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1"};
        Container.await(
            "the event",
            () -> {
              var outcome = ctr.once(List.of("--memory-limit", "16777216"), eater);
              assertThat(outcome.exit()).isEqualTo(137);
              return events.stdoutSoFar().contains("/tasks/oom");
            });
      } finally {
        events.process().destroyForcibly();
        events.await();
      }
    }
  }

  @Feature("failure: a container that ignores SIGTERM")
  void forcesOneThatIgnoresSignals(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id =
          ctr.started(
              List.of(), "sh", "-c", "trap '' TERM; touch /ready; while :; do sleep 0.1; done");
      Container.await(
          "the trap",
          () ->
              ctr.tasks("exec", "--exec-id", Suite.newId(), id, "test", "-e", "/ready").exit()
                  == 0);
      var pid = ctr.pid(id);
      ctr.tasks("kill", id).succeeded();
      ctr.tasks("exec", "--exec-id", "e", id, "true").succeeded();
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
      var forced = ctr.tasks("delete", "--force", id).succeeded();
      assertThat(forced.stderr()).contains("exit with non-zero exit code 137");
      assertThat(Container.hasEnded(pid)).isTrue();
    }
  }

  private static void failed(Outcome outcome, String... words) {
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).startsWith(CREATE).contains(words);
  }
}
