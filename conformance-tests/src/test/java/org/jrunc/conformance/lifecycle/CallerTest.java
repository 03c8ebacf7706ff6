package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers read: pid file, state, log, exit codes, streams. */
@BundleTest
class CallerTest {

  @Test
  void writesDigitsAndNothingElseToThePidFile(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.args("/probe", "trap");
    var container = bundle.container(runtime);
    var file = bundle.directory().resolve("pid");
    container.create("--pid-file", file.toString()).succeeded();
    assertThat(Files.readString(file)).matches("[0-9]+").isEqualTo(Long.toString(container.pid()));
  }

  @Test
  void printsTheStateThatRuncPrints(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "trap")
        .edit(c -> c.putObject("annotations").put("org.example.key", "value"));
    var ours = state(bundle, runtime);
    for (var runc : OciRuntime.runcs()) {
      var reference = state(bundle, runc);
      assertThat(fields(ours)).isEqualTo(fields(reference));
      for (var field : List.of("id", "status", "bundle", "rootfs", "annotations", "owner")) {
        assertThat(ours.path(field)).as(field).isEqualTo(reference.path(field));
      }
    }
    assertThat(Instant.parse(ours.path("created").asString())).isBeforeOrEqualTo(Instant.now());
    assertThat(ours.path("pid").asLong()).isPositive();
  }

  private static JsonNode state(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create().succeeded();
      return container.document();
    }
  }

  private static Set<String> fields(JsonNode document) {
    return Set.copyOf(document.propertyNames());
  }

  @Test
  void tellsNoPidOfAStoppedContainer(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var container = bundle.container(runtime);
    container.create().succeeded();
    var pid = container.pid();
    container.start().succeeded();
    container.awaitEnd(pid);
    assertThat(container.status()).isEqualTo("stopped");
    assertThat(container.pid()).isZero();
  }

  @Test
  void isSilentOnSuccess(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "wait");
    var container = bundle.container(runtime);
    for (var outcome : List.of(container.create(), container.start(), container.kill("KILL"))) {
      assertThat(outcome.succeeded().stdout() + outcome.stderr()).as(outcome.toString()).isEmpty();
    }
    var outcome = container.delete("--force").succeeded();
    assertThat(outcome.stdout() + outcome.stderr()).isEmpty();
  }

  @Test
  void runsInTheForegroundAndEndsAsTheContainerEnds(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "exit", "42").container(runtime);
    assertThat(container.run().exit()).isEqualTo(42);
    assertThat(container.status()).isEqualTo("missing");
    var outcome = bundle.args("/probe", "echo", "hello").container(runtime).run().succeeded();
    assertThat(outcome.stdout()).isEqualTo("hello\n");
    assertThat(outcome.stderr()).isEmpty();
  }

  @Test
  void forwardsSignalsAndTellsTheSignalThatEndedTheContainer(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "trap").container(runtime);
    var running = container.runCommand().start();
    Container.await("the container", () -> text(running).contains("ready"));
    new Command(List.of("/bin/kill", "-USR1", Long.toString(running.process().pid())))
        .run()
        .succeeded();
    Container.await("the signal", () -> text(running).contains("signal 10"));
    container.kill("KILL").succeeded();
    assertThat(running.await().exit()).isEqualTo(137);
  }

  private static String text(Command.Running running) {
    try {
      return Files.readString(running.stdout());
    } catch (IOException notYet) {
      return "";
    }
  }

  @Test
  void copiesStandardInput(Bundle bundle, OciRuntime runtime) throws IOException {
    var text = Files.writeString(bundle.directory().resolve("input"), "one\ntwo\n");
    var outcome = bundle.args("/probe", "cat").container(runtime).runCommand().input(text).run();
    assertThat(outcome.succeeded().stdout()).isEqualTo("one\ntwo\n");
  }

  @Test
  void worksWithoutAnEnvironmentFromAnyDirectory(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "echo", "hello").container(runtime);
    var outcome = container.runCommand().withoutEnvironment().in(Suite.scratch()).run().succeeded();
    assertThat(outcome.stdout()).isEqualTo("hello\n");
  }

  @Test
  void takesTheBundleFromTheWorkingDirectory(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    var outcome = runtime.command("run", bundle.id()).in(bundle.directory()).run().succeeded();
    assertThat(outcome.stdout()).isEqualTo("hello\n");
  }

  @Test
  void writesOneErrorLineToTheLogAndTheBareMessageToStandardError(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var log = bundle.directory().resolve("log.json");
    var outcome =
        runtime
            .command("--log", log.toString(), "--log-format", "json", "state", "no-such-container")
            .run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).isEqualTo("container does not exist\n");
    var lines = Files.readAllLines(log);
    assertThat(lines).hasSize(1);
    var record = Bundle.json(lines.getFirst());
    assertThat(record.path("level").asString()).isEqualTo("error");
    assertThat(record.path("msg").asString()).isEqualTo("container does not exist");
    assertThat(Instant.parse(record.path("time").asString()))
        .isBefore(Instant.now().plusSeconds(2));
  }

  @Test
  void handsTheContainersProcessToTheCallersReaper(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var container = bundle.args("/probe", "wait").container(runtime);
    container.create().succeeded();
    var status =
        Files.readString(java.nio.file.Path.of("/proc", Long.toString(container.pid()), "status"));
    var parent =
        status
            .lines()
            .filter(line -> line.startsWith("PPid:"))
            .findFirst()
            .orElse("")
            .replaceAll("[^0-9]", "");
    var command =
        Files.readString(java.nio.file.Path.of("/proc", parent, "cmdline")).replace('\0', ' ');
    assertThat(command)
        .as("command line of the parent %s", parent)
        .doesNotContain(runtime.root().toString());
  }

  @Test
  void leavesNothingAfterADetachedRunWhoseProcessHasEnded(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "orphan").container(runtime);
    container.run("--detach").succeeded();
    container.awaitOutput("forked");
    Container.await("the end", () -> container.status().equals("stopped"));
    container.delete().succeeded();
  }

  @Test
  void namesTheOomScoreThatItMayNotSet(Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/process").put("oomScoreAdj", -999));
    for (var each : runtime.besideRuncs()) {
      try (var container = bundle.freshRoot().container(each)) {
        var line = new ArrayList<>(List.of("setpriv", "--bounding-set", "-sys_resource"));
        line.addAll(container.createCommand().line());
        // An engine that is already there has the rights of whoever started it.
        var outcome = new Command(line).env("JRUNC_ENGINE", "oneshot").run();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.stderr())
            .contains("unable to start container process: ")
            .containsIgnoringCase("permission denied");
        if (each.isOurs()) {
          assertThat(outcome.stderr()).contains("(from /process/oomScoreAdj in config.json)");
        }
      }
    }
  }
}
