package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
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
}
