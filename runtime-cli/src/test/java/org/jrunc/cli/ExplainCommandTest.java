package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
import java.util.List;
import org.jrunc.cli.CommandLines.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain}. */
class ExplainCommandTest {
  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  private Outcome explain(String... arguments) {
    var line = new String[arguments.length + 1];
    line[0] = "explain";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return jrunc(core, directory, line);
  }

  @Test
  void printsThePlan() {
    var outcome = explain("--bundle", "/etc");
    assertThat(outcome.output()).matches("  1  container  .*\\(implied: a reason\\)\n");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(core.asked).singleElement().asString().contains("id=etc", "bundle=/etc");
  }

  @Test
  void printsTheProgram() {
    assertThat(explain("--format", "program").output()).startsWith("# ").contains("setsid()");
  }

  @Test
  void printsJson() {
    assertThat(explain("--format=json").output())
        .startsWith("{\n  \"steps\": [\n    {\n      \"side\": \"container\",\n      \"action\": ")
        .contains("\"implied\": \"a reason\"", "setsid()")
        .endsWith("]\n}\n");
  }

  @Test
  void refusesAnotherFormatBeforeItReadsTheBundle() {
    assertThat(explain("--format", "xml").error()).contains("msg=\"invalid format option\"");
    assertThat(core.asked).isEmpty();
  }

  @Test
  void explainsACommandInAContainer() {
    assertThat(explain("--exec", "web", "--", "ls", "-l").exitCode()).isZero();
    assertThat(core.asked)
        .singleElement()
        .asString()
        .contains("id=web", "arguments=[ls, -l]", "detach=false");
  }

  @Test
  void explainsTheProcessOfAFileInAContainer() {
    assertThat(explain("--process", "p.json", "--exec", "web").output()).contains("a reason");
    assertThat(core.asked)
        .singleElement()
        .asString()
        .contains("id=web", "ProcessFile[path=" + directory.resolve("p.json"));
  }

  @Test
  void refusesAProcessWithoutAContainer() {
    for (var line : List.of("ls", "--process p.json", "-- ls -l")) {
      assertThat(explain(line.split(" ")).error())
          .contains("msg=\"a command or process to explain needs --exec CONTAINER\"");
    }
    assertThat(core.asked).isEmpty();
  }
}
