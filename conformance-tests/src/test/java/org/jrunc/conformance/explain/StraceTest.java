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

  @Test
  void aContainerMakesTheSystemCallsThatExplainPrints(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    bundle.args("/probe", "exit", "0");
    var id = String.valueOf(bundle.directory().getFileName());
    var explained =
        runtime
            .command("explain", "--format", "program", "--bundle", bundle.directory().toString())
            .run()
            .succeeded()
            .stdout();
    var trace = Suite.newPath("strace");
    var line = new ArrayList<>(List.of("strace", "-f", "-s", "400", "-o", trace.toString()));
    line.addAll(runtime.command("run", "--bundle", bundle.directory().toString(), id).line());
    new Command(line).run().succeeded();

    var processes = new ArrayList<>(TracedCall.parse(Files.readAllLines(trace)).values());
    processes.removeIf(calls -> calls.stream().noneMatch(StraceTest::isOfContainer));
    var program = new ExplainedProgram(explained);
    program.follow(afterStart(processes.getFirst()));
    program.enterChild();
    program.follow(processes.getLast());
    assertThat(program.checked()).isGreaterThan(LEAST_CALLS);
  }

  /** The launcher executes the executor; the container's process never does anything else. */
  private static boolean isOfContainer(TracedCall call) {
    return call.name().equals("execveat") || call.name().equals("pivot_root");
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
