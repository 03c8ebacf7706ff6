package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** Sessions on a terminal of the container. */
@BundleTest
class ExecTerminalTest {

  @Test
  void givesACommandTheTerminalThatRuncGivesIt(Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/process").set("consoleSize", json("{'width':91,'height':37}")));
    Facts reference;
    try (var theirs = Target.of(OciRuntime.runc(), bundle)) {
      reference = facts(theirs);
    }
    try (var ours = Target.of(runtime, bundle)) {
      var facts = facts(ours);
      assertThat(
              KnownDifferences.unexplained(
                  runtime, "exec on a terminal", facts.differencesFrom(reference)))
          .isEmpty();
      assertThat(facts.get("tty:controlling")).isEqualTo("yes");
    }
  }

  private static Facts facts(Target target) {
    var socket = Suite.newPath("console");
    var receiver =
        new Command(List.of(Suite.program("console_recv").toString(), socket.toString())).start();
    try {
      Container.await("the console socket", () -> Files.exists(socket));
      target
          .exec(
              List.of("--tty", "--detach", "--console-socket", socket.toString()),
              "/probe",
              "facts")
          .succeeded();
      var received = receiver.await();
      assertThat(received.stderr()).contains("payload present descriptors 1");
      return target.parse(received.stdout());
    } finally {
      receiver.process().destroyForcibly();
    }
  }

  @Test
  void relaysATerminalAndItsResizing(Bundle bundle, OciRuntime runtime) throws IOException {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var outcome =
            talk(
                target,
                """
                expect size 80x25
                resize 100x40
                expect size 100x40
                send quit\\r
                """,
                "/probe",
                "size");
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
      }
    }
  }

  /** A shell stops, continues and interrupts its jobs, as only the leader of a session can. */
  @Test
  void lendsAShellToAUser(Bundle bundle, OciRuntime runtime) throws IOException {
    withHostPrograms(bundle);
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var outcome =
            talk(
                target,
                """
                expect $
                send /probe size\\r
                expect size 80x25
                send ^Z
                expect Stopped
                send jobs\\r
                expect Stopped
                send fg\\r
                expect probe size
                send x\\r
                expect size 80x25
                resize 100x40
                expect size 100x40
                send ^C
                expect $
                send echo ended-$?\\r
                expect ended-130
                send exit 7\\r
                """,
                "/bin/bash",
                "--norc",
                "--noprofile",
                "-i");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(7);
      }
    }
  }

  @Test
  void tellsThatAKeyEndedTheCommand(Bundle bundle, OciRuntime runtime) throws IOException {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var outcome = talk(target, "expect size\nsend ^C\n", "/probe", "size");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(130);
      }
    }
  }

  @Test
  void needsASocketForTheTerminalOfADetachedCommand(Bundle bundle, OciRuntime runtime) {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var none = target.exec(List.of("-d", "-t"), "/probe", "true");
        assertThat(none.stderr())
            .contains(
                "exec failed: cannot allocate tty if runc will detach without setting console"
                    + " socket");
        var useless = target.exec(List.of("--console-socket", "/x"), "/probe", "true");
        assertThat(useless.stderr())
            .contains(
                "exec failed: cannot use console socket if runc will not detach or allocate tty");
        assertThat(List.of(none.exit(), useless.exit())).containsOnly(255);
      }
    }
  }

  private static Outcome talk(Target target, String script, String... command) throws IOException {
    var file = Files.writeString(Suite.newPath("script"), script);
    var line = new ArrayList<>(List.of(Suite.program("pty_talk").toString(), file.toString()));
    line.addAll(target.command(List.of("--tty"), command).line());
    return new Command(line).run();
  }

  private static void withHostPrograms(Bundle bundle) {
    for (var directory : List.of("/bin", "/lib", "/lib64", "/usr")) {
      if (Files.isDirectory(java.nio.file.Path.of(directory))) {
        bundle.mount(directory, "bind", directory, "rbind", "ro");
      }
    }
    bundle.edit(
        c -> Bundle.strings(c.withObject("/process").putArray("env"), "PATH=/bin", "PS1=$ "));
  }
}
