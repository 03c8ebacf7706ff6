package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How command lines are read: every rule, beside both runcs; {@code command-lines.txt}. */
@BundleTest
class CommandLineTest {
  private static final Pattern TOKEN = Pattern.compile("'([^']*)'|[^\\s']+");

  /**
   * What became of a command line, without what differs from run to run and from name to name.
   *
   * @param output what standard output begins with
   * @param error the text of the error line, empty if there is none
   */
  record Answer(int exit, String output, String error) {
    static Answer of(Outcome outcome) {
      return new Answer(outcome.exit(), shape(outcome.stdout()), message(outcome.stderr()));
    }

    private static String shape(String stdout) {
      if (stdout.isEmpty()) {
        return "nothing";
      }
      // Followed by a colon and the error, or by a stop: before 1.4 also by a stop and the error.
      var usage = stdout.startsWith("Incorrect Usage") ? "usage: " : "";
      var name = Pattern.compile("(?m)^NAME:\n +j?runc ?([a-z]*) - .*$").matcher(stdout);
      return name.find() ? (usage + "help " + name.group(1)).strip() : usage + "text";
    }

    /** As it was before logrus quoted it. */
    private static String message(String stderr) {
      var line = stderr.strip();
      var quoted = Pattern.compile("time=\"[^\"]*\" level=error msg=\"(.*)\"").matcher(line);
      return (quoted.matches() ? quoted.group(1).replace("\\\"", "\"") : line)
          .replaceAll("time=\"[^\"]*\" level=error msg=", "")
          .replaceAll("^\\S*/(jrunc|runc):", "jrunc:")
          .replaceAll("^runc(:| )", "jrunc$1");
    }
  }

  /**
   * One line of the table.
   *
   * @param expected what runc does not tell, empty if it does
   */
  record Row(List<String> tokens, List<String> expected) {
    static Row of(String line) {
      var columns = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      var tokens = new ArrayList<String>();
      var token = TOKEN.matcher(columns.getFirst());
      while (token.find()) {
        tokens.add(token.group(1) == null ? token.group() : token.group(1));
      }
      return new Row(tokens, columns.subList(1, columns.size()));
    }

    Answer answer(OciRuntime reference) {
      var theirs = Answer.of(run(reference));
      if (expected.isEmpty() || (isNewIn12() && reference.equals(OciRuntime.newerRunc()))) {
        return theirs;
      }
      assertThat(expected).as("columns of `%s`", this).hasSize(4).last().asString().isNotEmpty();
      var own = new Answer(Integer.parseInt(expected.getFirst()), expected.get(1), expected.get(2));
      assertThat(theirs).as("no difference, so no entry for `%s`", this).isNotEqualTo(own);
      return own;
    }

    /** Whether the newer runc does it as jrunc does, and the older one does not. */
    private boolean isNewIn12() {
      return expected.getLast().startsWith("since 1.2");
    }

    Outcome run(OciRuntime runtime) {
      return runtime.command(tokens.toArray(String[]::new)).in(Suite.scratch()).run();
    }

    @Override
    public String toString() {
      return String.join(" ", tokens);
    }
  }

  static Stream<Row> table() {
    return Bundle.resource("command-lines.txt")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Row::of);
  }

  @ParameterizedTest
  @MethodSource("table")
  void isReadAsRuncReadsIt(Row row, OciRuntime runtime) throws IOException {
    var outcome = row.run(runtime);
    for (var reference : OciRuntime.runcs()) {
      Files.createDirectories(reference.root());
      assertThat(Answer.of(outcome))
          .as("%s, under %s", outcome, reference)
          .isEqualTo(row.answer(reference));
    }
  }
}
