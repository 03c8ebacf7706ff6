package org.jrunc.conformance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What becomes of a container, its state and its images. */
@BundleTest
class CheckpointTest {
  private static final String TERM = "TERM";

  @Test
  void goesOnWhereItWasAsUnderRunc(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    var reference = life(new Subject(bundle, OciRuntime.runc()));
    assertThat(life(new Subject(bundle, runtime))).isEqualTo(reference);
    assertThat(reference).contains("checkpoint 0", "restore 0", "number goes on");
  }

  /** Checkpoint, restore and end, as whoever looks from outside sees them. */
  private static List<String> life(Subject subject) {
    var seen = new ArrayList<String>();
    var pidFile = Suite.newPath("pid");
    try (subject) {
      subject.started();
      int before = subject.number();
      long pid = subject.container().pid();
      seen.add("checkpoint " + subject.checkpoint().exit());
      seen.add("process ended " + Container.hasEnded(pid));
      seen.add("then " + subject.container().status());
      seen.add("names " + Bundle.text(subject.images().resolve("descriptors.json")));
      seen.add("log " + Files.exists(subject.images().resolve("dump.log")));
      var restored = subject.restore("--pid-file", pidFile.toString());
      seen.add("restore " + restored.exit());
      seen.add("now " + subject.container().status());
      seen.add("pid file " + Bundle.text(pidFile).equals("" + subject.container().pid()));
      seen.add("number " + (subject.number() >= before ? "goes on" : "began again"));
      subject.awaitCounting();
      seen.add("limits " + subject.limits());
      seen.add("kill " + subject.container().kill(TERM).exit());
      subject.container().awaitEnd(subject.container().pid());
      Container.await("the end", () -> subject.container().status().equals("stopped"));
      seen.add("delete " + subject.container().delete().exit());
    }
    return seen;
  }

  @Test
  void leavesItRunningIfToldSo(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      long pid = subject.container().pid();
      subject.checkpoint("--leave-running").succeeded();
      assertThat(subject.container().status()).isEqualTo("running");
      assertThat(subject.container().pid()).isEqualTo(pid);
      subject.awaitCounting();
      assertThat(subject.images().resolve("inventory.img")).exists();
    }
  }

  @Test
  void tellsWhereTheTimeWent(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      var checkpoint = subject.checkpointCommand().line();
      assertThat(phases(checkpoint))
          .containsSubsequence(
              "container found", "criu started", "images written", "state removed", "done");
      assertThat(phases(subject.restoreCommand("--detach").line()))
          .containsSubsequence(
              "bundle read",
              "plan compiled",
              "state made",
              "cgroups made",
              "criu started",
              "namespaces made",
              "restored",
              "done");
      subject.awaitCounting();
    }
  }

  private static List<String> phases(List<String> line) {
    var log = Suite.newPath("phases");
    var words = new ArrayList<>(line);
    words.addAll(1, List.of("--debug", "--log-format", "json"));
    Subject.withoutStreams(new Command(words), log).succeeded();
    var told = Bundle.text(log).lines().map(Bundle::jsonLine).toList();
    assertThat(told).allMatch(record -> record.path("ns").isIntegralNumber());
    return told.stream().map(record -> record.path("msg").asString()).toList();
  }

  @Test
  void makesImagesThatRuncRestores(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    exchange(new Subject(bundle, runtime), bundle, OciRuntime.runc());
  }

  @Test
  void restoresImagesThatRuncMade(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    exchange(new Subject(bundle, OciRuntime.runc()), bundle, runtime);
  }

  private static void exchange(Subject maker, Bundle bundle, OciRuntime restorer) {
    try (maker;
        var restored = maker.elsewhere(bundle, restorer)) {
      maker.started();
      int before = maker.number();
      maker.checkpoint().succeeded();
      restored.restore().succeeded();
      assertThat(restored.number()).isGreaterThanOrEqualTo(before);
      restored.awaitCounting();
    }
  }

  @Test
  void restoresIntoAnotherBundle(Bundle bundle, Bundle copy, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    Subject.counting(copy, "count");
    try (var subject = new Subject(bundle, runtime).started();
        var restored = subject.elsewhere(copy, runtime)) {
      int before = subject.number();
      subject.checkpoint().succeeded();
      restored.restore().succeeded();
      assertThat(restored.number()).isGreaterThanOrEqualTo(before);
      restored.awaitCounting();
      assertThat(Path.of("/proc/" + restored.container().pid() + "/root/counter")).isNotEmptyFile();
    }
  }

  @Test
  void restoresInTheForegroundAndEndsWithTheExitCode(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    assertThat(foreground(new Subject(bundle, runtime)))
        .isEqualTo(foreground(new Subject(bundle, OciRuntime.runc())))
        .isEqualTo(List.of("exit 7", "then missing"));
  }

  private static List<String> foreground(Subject subject) {
    try (subject) {
      subject.started().checkpoint().succeeded();
      var restoring = subject.restoreCommand().start();
      Container.await("a restore", () -> subject.container().status().equals("running"));
      subject.awaitCounting();
      subject.container().kill(TERM).succeeded();
      return List.of("exit " + restoring.await().exit(), "then " + subject.container().status());
    }
  }

  @Test
  void keepsItRunningIfItCannotBeDumped(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime)) {
      // Its streams are files of the host, which the container does not see.
      subject.container().run("--detach").succeeded();
      subject.awaitCounting();
      var refused = subject.checkpoint();
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.stderr())
          .hasLineCount(1)
          .contains("criu failed: type DUMP errno 0", "Can't lookup mount=", "log file: ")
          .contains(subject.images().resolve("dump.log").toString());
      assertThat(subject.container().status()).isEqualTo("running");
      subject.awaitCounting();
    }
  }

  @Test
  void leavesNothingOfARestoreWithoutImages(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one)) {
        var refused = subject.restore();
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.phrases()).containsExactly("no such file or directory");
        assertThat(subject.container().status()).isEqualTo("missing");
      }
    }
  }

  @Test
  void leavesNothingOfARestoreThatFailsInTheMiddle(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      subject.checkpoint().succeeded();
      Files.delete(bundle.root().resolve("counter"));
      var refused = subject.restore();
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.stderr())
          .hasLineCount(1)
          .contains("criu failed: type ", "counter", "restore.log");
      assertThat(subject.container().status()).isEqualTo("missing");
    }
  }

  @Test
  void leavesNothingOfARestoreWhoseCallerIsKilled(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    Subject.counting(bundle, "count");
    var sign = bundle.directory().resolve("sign");
    var wait = "while test -e " + sign + "; do sleep 0.01; done";
    try (var subject = new Subject(bundle, runtime).started()) {
      subject.checkpoint().succeeded();
      Subject.write(sign, "");
      var begun = bundle.directory().resolve("begun");
      bundle.hook("createRuntime", "/bin/sh", Map.of(), "sh", "-c", "touch " + begun + ";" + wait);
      var restoring = subject.restoreCommand("--detach").start();
      Container.await("the hook", () -> Files.exists(begun));
      restoring.process().destroyForcibly();
      Container.await("the end", () -> subject.container().status().equals("missing"));
      Files.deleteIfExists(sign);
      bundle.edit(config -> config.remove("hooks"));
      subject.restore().succeeded();
      subject.awaitCounting();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void checkpointsAgainWithAProcessThatJoinedAfterARestore(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      subject.checkpoint().succeeded();
      subject.restore().succeeded();
      Subject.withoutStreams(
              runtime.command("exec", bundle.id(), "/counter", "fork", "/state/second"))
          .succeeded();
      Container.await("the second", () -> !second(subject).isEmpty());
      subject.checkpoint().succeeded();
      subject.restore().succeeded();
      subject.awaitCounting();
      var before = second(subject);
      Container.await("the second to go on", () -> !second(subject).equals(before));
    }
  }

  private static String second(Subject subject) {
    var file = Path.of("/proc/" + subject.container().pid() + "/root/state/second");
    return Files.exists(file) ? Bundle.text(file) : "";
  }
}
