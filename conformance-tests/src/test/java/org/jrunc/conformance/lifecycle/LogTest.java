package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where complaints go, and in which form: callers read them. */
@BundleTest
class LogTest {

  private static List<OciRuntime> both(OciRuntime runtime) {
    return List.of(runtime, OciRuntime.runc());
  }

  /** A line without its time and the name of the program. */
  private static String plain(String line) {
    return line.replaceAll("time(\":|=)\"[^\"]*\"", "time$1")
        .replaceAll("\\bjrunc\\b", "runc")
        .replaceAll("[^ \"]*/runc:", "runc:");
  }

  private static String failingLine(OciRuntime runtime, String format, String... arguments)
      throws IOException {
    var log = Suite.newPath("log");
    var line = new java.util.ArrayList<>(List.of("--log", log.toString()));
    if (!format.isEmpty()) {
      line.add("--log-format=" + format);
    }
    line.addAll(List.of(arguments));
    var outcome = runtime.command(line.toArray(String[]::new)).run();
    assertThat(outcome.exit()).as("%s", outcome).isNotZero();
    var lines = Files.readAllLines(log);
    assertThat(lines).as("one line of %s", outcome).hasSize(1);
    return plain(lines.getFirst()) + " and " + plain(outcome.stderr());
  }

  @ParameterizedTest
  @CsvSource({
    "'', state nope",
    "text, state nope",
    "json, state nope",
    "json, state a/b",
    "json, kill nope",
    "json, start nope",
    "json, delete nope",
    "text, create -b /proc/nope x",
    "json, create -b /proc/nope x",
    "json, create --bogus x",
    "text, create",
    "json, create",
    "json, run --preserve-fds=x y",
    "text, list --format xml",
  })
  void writesTheLineOfRuncToTheFileAndTheBareMessageToStandardError(
      String format, String line, OciRuntime runtime) throws IOException {
    var own = failingLine(runtime, format, line.split(" "));
    for (var reference : OciRuntime.runcs()) {
      Files.createDirectories(reference.root());
      assertThat(own).isEqualTo(failingLine(reference, format, line.split(" ")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void appendsALineForEachFailure(String format, OciRuntime runtime) throws IOException {
    for (var each : both(runtime)) {
      var log = Files.writeString(Suite.newPath("log"), "before\n");
      for (var i = 0; i < 3; i++) {
        each.command("--log", log.toString(), "--log-format", format, "state", "nope").run();
      }
      assertThat(Files.readAllLines(log)).hasSize(4).startsWith("before");
    }
  }

  @Test
  void appendsWholeLinesWhenManyWriteAtOnce(OciRuntime runtime) throws IOException {
    var log = Suite.newPath("log");
    var running =
        java.util.stream.Stream.generate(
                () -> runtime.command("--log", log.toString(), "state", "nope").start())
            .limit(30)
            .toList();
    running.forEach(Command.Running::await);
    assertThat(Files.readAllLines(log))
        .hasSize(30)
        .allMatch(line -> line.endsWith("level=error msg=\"container does not exist\""));
  }

  @Test
  void writesJsonThatContainerdUnderstands(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/no \"such\"\nprogram");
    for (var each : both(runtime)) {
      var log = Suite.newPath("log");
      var line = new String[] {"--log", log.toString(), "--log-format", "json", "run", bundle.id()};
      var outcome = each.command(line).in(bundle.freshRoot().directory()).run();
      assertThat(outcome.exit()).isEqualTo(1);
      var lines = Files.readAllLines(log);
      var record = Bundle.jsonLine(lines.getLast());
      assertThat(new TreeSet<>(record.propertyNames())).containsExactly("level", "msg", "time");
      assertThat(record.path("level").asString()).isEqualTo("error");
      assertThat(record.path("msg").asString()).contains("no such file or directory");
      var time = java.time.OffsetDateTime.parse(record.path("time").asString()).toInstant();
      assertThat(time).isBeforeOrEqualTo(Instant.now().plusSeconds(1));
      // runc lets the line feed through here.
      assertThat(outcome.stderr().lines()).hasSize(each.isOurs() ? 1 : 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"0077, 0100600", "0022, 0100644", "0, 0100644", "0027, 0100640"})
  void makesTheFileWithTheMaskOfTheCaller(String umask, String mode, OciRuntime runtime)
      throws IOException {
    for (var each : both(runtime)) {
      var log = Suite.newPath("log");
      var line =
          new java.util.ArrayList<>(List.of("/bin/sh", "-c", "umask " + umask + "; \"$@\"", "sh"));
      line.addAll(each.command("--log", log.toString(), "state", "nope").line());
      assertThat(new Command(line).run().exit()).isEqualTo(1);
      assertThat(Files.getAttribute(log, "unix:mode")).isEqualTo(Integer.parseInt(mode, 8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/nope/log", "/etc", "/etc/passwd/log"})
  void failsBeforeItDoesAnythingIfTheFileCannotBeOpened(
      String log, Bundle bundle, OciRuntime runtime) {
    for (var each : both(runtime)) {
      var outcome = each.command("--log", log, "create", bundle.id()).in(bundle.directory()).run();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("level=error msg=\"open " + log + ": ");
      assertThat(bundle.container(each).status()).isEqualTo("missing");
    }
  }

  @Test
  void failsForNoOtherReasonThanTheCommands(OciRuntime runtime) {
    for (var each : both(runtime)) {
      var outcome = each.command("--log", "/dev/full", "list", "--quiet").run();
      assertThat(outcome.exit()).isZero();
      assertThat(each.command("--log", "/dev/full", "state", "nope").run().exit()).isEqualTo(1);
    }
  }

  @Test
  void refusesAnUnknownFormat(OciRuntime runtime) {
    for (var each : both(runtime)) {
      var outcome = each.command("--log-format", "xml", "list").run();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(plain(outcome.stderr()))
          .isEqualTo("time= level=error msg=\"invalid log-format: xml\"\n");
    }
  }

  @Test
  void writesTheBareMessageInColourToATerminal(OciRuntime runtime) {
    for (var each : both(runtime)) {
      var line = new java.util.ArrayList<>(List.of(Suite.program("pty_run").toString(), "80x25"));
      line.add("80x25");
      line.addAll(each.command("state", "nope").line());
      assertThat(new Command(line).run().stdout())
          .contains("\u001b[31mERRO\u001b[0m[0000] container does not exist");
    }
  }

  /** Callers parse what comes on both streams together. */
  @Test
  void writesToStandardOutputWhatIsAResultAndNothingElse(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    try (var container = bundle.container(runtime)) {
      var log = Suite.newPath("log").toString();
      var outcomes =
          List.of(
              container.create(),
              runtime.command("--log", log, "start", container.id()).run(),
              runtime.command("kill", container.id(), "0").run(),
              runtime.command("kill", "--all", container.id(), "KILL").run(),
              container.delete("--force"));
      assertThat(outcomes).allMatch(outcome -> outcome.exit() == 0);
      assertThat(outcomes).extracting(Outcome::stderr).containsOnly("");
      assertThat(outcomes.subList(1, 5)).extracting(Outcome::stdout).containsOnly("");
    }
  }
}
