package org.jrunc.conformance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What a container has to do with besides itself: terminals, pipes, connections, namespaces. */
@BundleTest
class SurroundingsTest {

  @Test
  void givesARestoredContainerANewTerminal(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "print").edit(c -> c.withObject("/process").put("terminal", true));
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one)) {
        var first = new Terminal();
        subject.started("--console-socket", first.socket());
        first.awaitOutput("3\r\n");
        subject.checkpoint().succeeded();
        first.awaitEnd();
        var second = new Terminal();
        subject.restore("--console-socket", second.socket()).succeeded();
        second.awaitOutput(subject.number() + "\r\n");
        assertThat(second.output()).doesNotStartWith("1\r\n");
        assertThat(second.complaints()).contains("payload present descriptors 1");
        subject.container().kill("TERM").succeeded();
        second.awaitEnd();
      }
    }
  }

  /** Somebody who waits on a console socket and keeps the terminal that comes. */
  private static final class Terminal {
    private final Path socket = Suite.newPath("console");
    private final Command.Running receiver =
        new Command(List.of(Suite.program("console_recv").toString(), socket.toString())).start();

    Terminal() {
      Container.await("the console socket", () -> Files.exists(socket));
    }

    String socket() {
      return socket.toString();
    }

    String output() {
      return receiver.stdoutSoFar();
    }

    String complaints() {
      return Bundle.text(receiver.stderr());
    }

    void awaitOutput(String text) {
      Container.await("`" + text.strip() + "` on the terminal", () -> output().contains(text));
    }

    void awaitEnd() {
      receiver.await();
    }
  }

  @Test
  void relaysTheTerminalOfARestoreInTheForeground(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "print").edit(c -> c.withObject("/process").put("terminal", true));
    try (var subject = new Subject(bundle, runtime)) {
      var terminal = new Terminal();
      subject.started("--console-socket", terminal.socket());
      int before = subject.number();
      subject.checkpoint().succeeded();
      var line = new ArrayList<>(List.of(Suite.program("pty_run").toString(), "80x25", "100x40"));
      line.addAll(subject.restoreCommand().line());
      var restoring = new Command(line).start();
      Container.await("numbers", () -> restoring.stdoutSoFar().lines().count() > 2);
      int first = Integer.parseInt(restoring.stdoutSoFar().lines().findFirst().orElse("0"));
      assertThat(first).isGreaterThan(before);
      subject.container().kill("TERM").succeeded();
      assertThat(restoring.await().exit()).isEqualTo(7);
      assertThat(subject.container().status()).isEqualTo("missing");
    }
  }

  @Test
  void needsToBeToldOfFileLocks(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "lock");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        var refused = subject.checkpoint();
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(Bundle.text(subject.images().resolve("dump.log"))).contains("file locks");
        subject.awaitCounting();
        subject.checkpoint("--file-locks").succeeded();
        subject.restore("--file-locks").succeeded();
        subject.awaitCounting();
        long pid = subject.container().pid();
        assertThat(Bundle.text(Path.of("/proc/locks"))).contains("WRITE " + pid + " ");
      }
    }
  }

  @Test
  void replacesPipes(Bundle bundle, OciRuntime runtime) throws IOException {
    Subject.counting(bundle, "pipe");
    var script = bundle.directory().resolve("pipes.sh");
    Files.writeString(
        script,
        """
        exec {p}<> <(:); exec {in}</proc/self/fd/$p; exec {feed}>/proc/self/fd/$p; exec {p}>&-
        exec {p}<> <(:); exec {news}</proc/self/fd/$p; exec {out}>/proc/self/fd/$p; exec {p}>&-
        id=${@: -1}
        "$1" --root "$2" run --detach --bundle "$3" "$id" <&$in >&$out 2>/dev/null || exit 1
        echo one >&$feed; read -r -t 20 -u $news line; echo "$line"
        "$1" --root "$2" checkpoint --image-path "$4" "$id" </dev/null || exit 2
        exec {p}<> <(:); exec {news}</proc/self/fd/$p; exec {out}>/proc/self/fd/$p; exec {p}>&-
        "$1" --root "$2" restore --detach --image-path "$4" --bundle "$3" "$id" \\
          <&$in >&$out 2>/dev/null || exit 3
        echo two >&$feed; read -r -t 20 -u $news line; echo "$line"
        """);
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one)) {
        var outcome =
            new Command(
                    List.of(
                        "/bin/bash",
                        script.toString(),
                        one.binary().toString(),
                        one.root().toString(),
                        bundle.directory().toString(),
                        subject.images().toString(),
                        bundle.id()))
                .run();
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.stdout()).isEqualTo("heard one\nheard two\n");
        assertThat(Bundle.text(subject.images().resolve("descriptors.json")))
            .matches("\\[\"pipe:\\[\\d+]\",\"pipe:\\[\\d+]\",\"/dev/null\"]");
      }
    }
  }

  @Test
  void restoresConnectionsInTheNetworkNamespaceThatIsGiven(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "tcp");
    try (var network = new OutsideNetwork()) {
      network.join(bundle);
      for (var one : List.of(OciRuntime.runc(), runtime)) {
        try (var subject = new Subject(bundle, one).started()) {
          var refused = subject.checkpoint();
          assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
          assertThat(Bundle.text(subject.images().resolve("dump.log")))
              .contains("Connected TCP socket");
          subject.awaitCounting();
          int before = subject.number();
          subject.checkpoint("--tcp-established").succeeded();
          subject.restore("--tcp-established").succeeded();
          assertThat(network.holds(subject.container().pid())).isTrue();
          assertThat(subject.number()).isGreaterThanOrEqualTo(before);
          subject.awaitCounting();
        }
      }
    }
  }

  /** Nobody says that it is ready: that is for start, which was not asked. */
  @Test
  void findsTheDirectoryOfTheNotifySocketAgain(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one)) {
        var create = subject.container().createCommand().env("NOTIFY_SOCKET", "/run/nobody");
        Subject.withoutStreams(create).succeeded();
        subject.container().start().succeeded();
        subject.awaitCounting();
        subject.checkpoint().succeeded();
        var restore = subject.restoreCommand("--detach").env("NOTIFY_SOCKET", "/run/nobody");
        Subject.withoutStreams(restore).succeeded();
        subject.awaitCounting();
        assertThat(Bundle.text(Path.of("/proc/" + subject.container().pid() + "/mountinfo")))
            .contains("/" + bundle.id() + "/notify /run/notify ro");
      }
    }
  }

  @Test
  void runsTheHooksThatRuncRuns(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    var file = bundle.directory().resolve("hooks");
    for (var kind :
        List.of("prestart", "createRuntime", "createContainer", "poststart", "poststop")) {
      bundle.hook(kind, "/bin/sh", Map.of(), "sh", "-c", "echo " + kind + " >>" + file);
    }
    assertThat(hooks(new Subject(bundle, runtime), file))
        .isEqualTo(hooks(new Subject(bundle, OciRuntime.runc()), file))
        .isEqualTo(List.of("poststop", "prestart createRuntime"));
  }

  private static List<String> hooks(Subject subject, Path file) {
    try (subject) {
      subject.started();
      Subject.write(file, "");
      subject.checkpoint().succeeded();
      var atCheckpoint = Bundle.text(file).strip().replace('\n', ' ');
      Subject.write(file, "");
      subject.restore().succeeded();
      return List.of(atCheckpoint, Bundle.text(file).strip().replace('\n', ' '));
    }
  }
}
