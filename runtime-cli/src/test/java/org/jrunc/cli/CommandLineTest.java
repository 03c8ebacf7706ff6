package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;
import static org.jrunc.cli.CommandLines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jrunc.cli.command.RootModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, usage errors, global flags: everything that happens outside the single commands. */
class CommandLineTest {
  private static final String TIME = "time=\"2026-08-22T10:00:00Z\" level=error msg=";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "-h", "--help", "-help", "help", "h"})
  void showsTheHelpOfTheProgram(String argument) {
    var outcome = argument.isEmpty() ? jrunc(directory) : jrunc(directory, argument);
    assertThat(outcome.output())
        .startsWith("NAME:\n   jrunc - Open Container Initiative runtime\n\nUSAGE:\n");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void showsTheHelpOfEveryCommand() {
    for (var model : RootModel.commands()) {
      for (var help : List.of("-h", "--help")) {
        var outcome = jrunc(directory, model.name(), help);
        assertThat(outcome.output())
            .startsWith("NAME:\n   jrunc " + model.name() + " - ")
            .contains("USAGE:\n   jrunc " + model.name());
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
      }
      assertThat(jrunc(directory, "help", model.name()))
          .isEqualTo(jrunc(directory, model.name(), "--help"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "foo -h", "foo --debug", "help foo", "--help foo", "foo spec"})
  void knowsNoSuchTopic(String line) {
    var outcome = jrunc(directory, line.split(" "));
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.error()).isEqualTo(TIME + "\"No help topic for 'foo'\"\n");
    assertThat(outcome.exitCode()).isEqualTo(3);
  }

  @Test
  void printsItsVersionInTheFormThatGoRuncReads() {
    for (var flag : List.of("-v", "--version", "-version")) {
      var outcome = jrunc(directory, flag);
      assertThat(outcome.output())
          .matches("jrunc version \\S+\n(commit: \\S+\n)?spec: 1\\.3\\.0\n(?s).*");
      assertThat(outcome.error()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
    }
  }

  @Test
  void speaksAsRuncWhenItIsCalledRunc() {
    assertThat(
            run(new FakeOperations(), directory, Set.of(), List.of("/usr/sbin/runc", "--version"))
                .output())
        .startsWith("runc version ");
    assertThat(run(new FakeOperations(), directory, Set.of(), List.of("runc", "--help")).output())
        .startsWith("NAME:\n   runc - Open Container Initiative runtime\n");
    assertThat(run(new FakeOperations(), directory, Set.of(), List.of("runc", "spec", "x")).error())
        .isEqualTo(TIME + "\"runc: \\\"spec\\\" requires exactly 0 argument(s)\"\n");
  }

  @Test
  void showsTheHelpAndTheErrorWhenAFlagIsUnknown() {
    var outcome = jrunc(directory, "--bogus");
    assertThat(outcome.output())
        .startsWith("Incorrect Usage: flag provided but not defined: -bogus\n\nNAME:\n   jrunc - ");
    assertThat(outcome.error()).isEqualTo(TIME + "\"flag provided but not defined: -bogus\"\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void showsTheHelpOfTheCommandWhenItsFlagLacksAValue() {
    var outcome = jrunc(directory, "spec", "--bundle");
    assertThat(outcome.output())
        .startsWith("Incorrect Usage: flag needs an argument: --bundle\n\nNAME:\n   jrunc spec - ");
    assertThat(outcome.error()).isEqualTo(TIME + "\"flag needs an argument: --bundle\"\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void showsTheHelpWhenThereAreTooManyArguments() {
    var outcome = jrunc(directory, "spec", "x");
    assertThat(outcome.output()).startsWith("Incorrect Usage.\n\nNAME:\n   jrunc spec - ");
    assertThat(outcome.error())
        .isEqualTo(TIME + "\"jrunc: \\\"spec\\\" requires exactly 0 argument(s)\"\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--log-format xml spec x", "spec --log-format xml x"})
  void refusesAnUnknownLogFormat(String line) {
    var outcome = jrunc(directory, line.split(" "));
    assertThat(outcome.error()).isEqualTo(TIME + "\"invalid log-format: xml\"\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/x/..", "../../../../../../../../../../../.."})
  void refusesTheRootDirectoryAsRoot(String root) {
    assertThat(jrunc(directory, "--root", root, "spec").error())
        .isEqualTo(TIME + "\"Option --root argument should not be set to /\"\n");
  }

  @Test
  void appendsToTheLogAndRepeatsTheMessageOnStandardError() throws IOException {
    var log = directory.resolve("log");
    for (var i = 0; i < 2; i++) {
      var outcome = jrunc(directory, "--log", log.toString(), "spec", "x");
      assertThat(outcome.error()).isEqualTo("jrunc: \"spec\" requires exactly 0 argument(s)\n");
    }
    assertThat(Files.readString(log))
        .isEqualTo((TIME + "\"jrunc: \\\"spec\\\" requires exactly 0 argument(s)\"\n").repeat(2));
  }

  @Test
  void logsUsageErrorsOfCommandsAsJson() throws IOException {
    jrunc(directory, "--log=log.json", "--log-format=json", "spec", "--bogus");
    assertThat(Files.readString(directory.resolve("log.json")))
        .isEqualTo(
            "{\"level\":\"error\",\"msg\":\"flag provided but not defined: -bogus\","
                + "\"time\":\"2026-08-22T10:00:00Z\"}\n");
  }

  @Test
  void writesJsonOnStandardErrorWithoutALogFile() {
    assertThat(jrunc(directory, "--log-format", "json", "spec", "x").error())
        .startsWith("{\"level\":\"error\",\"msg\":\"jrunc: ");
  }

  @Test
  void takesTheCallersStandardErrorForALogFile() {
    assertThat(jrunc(directory, "--log", "/dev/stderr", "spec", "x").error())
        .isEqualTo(
            TIME
                + "\"jrunc: \\\"spec\\\" requires exactly 0 argument(s)\"\n"
                + "jrunc: \"spec\" requires exactly 0 argument(s)\n");
  }

  @Test
  void failsIfTheLogFileCannotBeOpened() {
    var outcome = jrunc(directory, "--log", "/nonexistent/log", "spec");
    assertThat(outcome.error())
        .isEqualTo(TIME + "\"open /nonexistent/log: no such file or directory\"\n");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void logsWhatItDoesAndHowLongItTookWithDebug() throws IOException {
    jrunc(directory, "--debug", "--log", "log", "--log-format=json", "spec");
    var lines = Files.readAllLines(directory.resolve("log"));
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst())
        .startsWith("{\"level\":\"debug\",\"msg\":\"client started\",\"ns\":0,\"time\":");
    assertThat(lines.getLast()).contains("\"msg\":\"done\",\"ns\":");
    assertThat(jrunc(directory, "--debug", "list").error())
        .matches("(time=\"\\S+\" level=debug msg=(\"[a-z ]+\"|[a-z]+) ns=[0-9]+\n){4}");
  }

  @Test
  void writesForAPersonOnATerminal() {
    assertThat(
            run(new FakeOperations(), directory, Set.of(2), List.of("jrunc", "spec", "x")).error())
        .isEqualTo(
            "\u001b[31mERRO\u001b[0m[0000] jrunc: \"spec\" requires exactly 0 argument(s)\n");
  }
}
