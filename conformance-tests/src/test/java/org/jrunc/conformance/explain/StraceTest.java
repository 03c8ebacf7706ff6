package org.jrunc.conformance.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** The program that {@code explain} prints is what strace sees, call for call. */
@BundleTest
class StraceTest {
  private static final int LEAST_CALLS = 150;
  private static final int LEAST_CALLS_OF_EXEC = 20;

  @Test
  void aContainerMakesTheSystemCallsThatExplainPrints(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    bundle.args("/probe", "exit", "0");
    var path = bundle.directory().toString();
    var id = String.valueOf(bundle.directory().getFileName());
    var explained = explained(runtime, "--bundle", path);
    var checked = follow(explained, runtime.command("run", "--bundle", path, id));
    assertThat(checked).isGreaterThan(LEAST_CALLS);
  }

  @Test
  void aCommandInAContainerMakesTheSystemCallsThatExplainPrints(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    var process =
        "{\"args\":[\"/probe\",\"exit\",\"0\"],\"cwd\":\"/dev\",\"user\":{\"uid\":7,\"gid\":8}}";
    var file = Files.writeString(bundle.directory().resolve("process.json"), process).toString();
    try (var container = bundle.args("/probe", "wait").container(runtime)) {
      container.create().succeeded();
      var id = container.id();
      var ofCommand = explained(runtime, "--exec", id, "--", "/probe", "exit", "0");
      assertThat(follow(ofCommand, runtime.command("exec", id, "/probe", "exit", "0")))
          .isGreaterThan(LEAST_CALLS_OF_EXEC);
      var ofFile = explained(runtime, "--exec", id, "--process", file);
      assertThat(follow(ofFile, runtime.command("exec", "--process", file, id)))
          .isGreaterThan(LEAST_CALLS_OF_EXEC);
      assertThat(ofFile).contains("fchdir").isNotEqualTo(ofCommand);
    }
  }

  @Test
  void explainsNoCommandInAContainerThatTakesNone(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var missing = runtime.command("explain", "--exec", "nope", "ls").run();
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.stderr()).contains("container does not exist");
    try (var container = bundle.args("/probe", "wait").container(runtime)) {
      container.create().succeeded();
      runtime.command("pause", container.id()).run().succeeded();
      assertThat(runtime.command("explain", "--exec", container.id(), "ls").run().stderr())
          .contains("cannot exec in a paused container");
    }
  }

  private static String explained(OciRuntime runtime, String... arguments) {
    var line = new ArrayList<>(List.of("explain", "--format", "program"));
    line.addAll(List.of(arguments));
    return runtime.command(line.toArray(String[]::new)).run().succeeded().stdout();
  }

  /** How many system calls of a command were those that had been explained. */
  private static int follow(String explained, Command command) throws IOException {
    var trace = Suite.newPath("strace");
    var line = new ArrayList<>(List.of("strace", "-f", "-s", "400", "-o", trace.toString()));
    line.addAll(command.line());
    new Command(line).run().succeeded();

    var processes = new ArrayList<>(TracedCall.parse(Files.readAllLines(trace)).values());
    processes.removeIf(calls -> calls.stream().noneMatch(StraceTest::isOfContainer));
    var program = new ExplainedProgram(explained);
    program.follow(afterStart(processes.getFirst()));
    program.enterChild();
    program.follow(processes.getLast());
    return program.checked();
  }

  /** The launcher executes the executor; the process in the container becomes the probe. */
  private static boolean isOfContainer(TracedCall call) {
    return call.name().equals("execveat")
        || (call.name().equals("execve") && call.arguments().getFirst().equals("\"/probe\""));
  }

  private static List<TracedCall> afterStart(List<TracedCall> calls) {
    int start = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).name().equals("mmap")) {
        start = i + 1;
      }
    }
    return calls.subList(start, calls.size());
  }
}
