package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.cli.CommandLines.Outcome;
import org.jrunc.cli.FakeOperations.Call;
import org.jrunc.core.container.ExecRequest;
import org.jrunc.core.container.ExecRequest.Changes;
import org.jrunc.core.container.ExecRequest.ProcessFile;
import org.jrunc.core.failure.StateFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecCommandTest {
  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  private Outcome run(String line) {
    return jrunc(core, directory, line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec c1 ls -l --tty", "exec -- c1 ls -l --tty"})
  void leavesEverythingBehindTheIdToTheCommand(String line) {
    core.exitStatus = 7;
    assertThat(run(line)).isEqualTo(new Outcome(7, "", ""));
    var request = ExecRequest.of("c1", "ls", "-l", "--tty");
    assertThat(core.asked).containsExactly(Call.of("execute", request));
  }

  @Test
  void handsOnAllFlags() {
    run(
        "exec -t -d -u 5:6 -g 7 -additional-gids 8 --cwd /w -e A=1,2 --env B= --cap CAP_KILL -c"
            + " CAP_CHOWN --apparmor p --process-label l --no-new-privs=false --pid-file pid"
            + " --console-socket /c --pidfd-socket /p --preserve-fds 2 --cgroup cpu,pids:x"
            + " --cgroup memory:y --ignore-paused c1 ls");
    var changes =
        new Changes(
            List.of("ls"),
            Optional.of("/w"),
            List.of("A=1,2", "B="),
            true,
            Optional.of("5:6"),
            List.of(7L, 8L),
            Optional.of("l"),
            Optional.of("p"),
            Optional.of(false),
            List.of("CAP_KILL", "CAP_CHOWN"));
    var request =
        new ExecRequest(
            "c1",
            changes,
            true,
            Optional.of(Path.of("/c")),
            Optional.of(Path.of("/p")),
            Optional.of(directory.resolve("pid")),
            2,
            List.of("cpu,pids:x", "memory:y"),
            true);
    assertThat(core.asked).containsExactly(Call.of("execute", request));
  }

  @Test
  void takesTheProcessFromAFile() {
    run("exec --process p.json --tty c1");
    var asked = (ExecRequest) ((Call) core.asked.getFirst()).arguments().getFirst();
    assertThat(asked.process()).isEqualTo(new ProcessFile(directory.resolve("p.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "exec -g -5 c1 ls, additional-gids must be a positive number -5",
    "exec -g x c1 ls, parse error",
    "exec -g 99999999999 c1 ls, parse error",
    "exec --preserve-fds -1 c1 ls, parse error",
  })
  void refusesNumbersThatAreNone(String line, String message) {
    assertThat(run(line).error()).contains(message);
    assertThat(core.asked).isEmpty();
  }

  @Test
  void failsWithRuncsCode() {
    core.failures.add(new StateFailure("c1", "cannot exec in a stopped container"));
    var outcome = run("exec c1 ls");
    assertThat(outcome.exitCode()).isEqualTo(255);
    assertThat(outcome.error()).contains("exec failed: cannot exec in a stopped container");
  }

  @Test
  void needsAnId() {
    var outcome = run("exec --tty");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.output()).startsWith("Incorrect Usage.");
  }
}
