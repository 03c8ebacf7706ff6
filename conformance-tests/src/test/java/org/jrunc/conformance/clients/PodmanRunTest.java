package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** {@code podman run}: the process, its user and its streams. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanRunTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("run: output and exit code")
  void handsOnOutputAndExitCode(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var outcome = podman.run(List.of("--rm"), "sh", "-c", "echo hello; echo oops >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature("run --interactive: standard input")
  void handsOnStandardInput(OciRuntime runtime) throws IOException {
    var input = Files.writeString(Suite.newPath("input"), "piped\n");
    try (var podman = Podman.with(runtime)) {
      var outcome = podman.runCommand(List.of("--rm", "--interactive"), "cat").input(input).run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("piped\n");
    }
  }

  @Feature("run --tty: a terminal that is resized")
  void givesATerminal(OciRuntime runtime) throws IOException {
    var script =
        Files.writeString(
            Suite.newPath("script"),
            """
            expect #
            send test -t 0 && stty size\\r
            expect 25 80
            resize 100x40
            send until stty size | grep '^40 100'; do sleep 0.1; done\\r
            expect 40 100
            send exit 5\\r
            """);
    try (var podman = Podman.with(runtime)) {
      var run = podman.runCommand(List.of("--rm", "-it", "--env=PS1=# "), "sh");
      assertThat(podman.onTerminal(script, run).run().exit()).isEqualTo(5);
    }
  }

  @Feature("run --user, --group-add, --env, --workdir, --umask, --hostname")
  void setsTheProcessUp(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options =
          List.of(
              "--user=app",
              "--group-add=33",
              "--env=KITTEN=1",
              "--workdir=/tmp",
              "--umask=0027",
              "--hostname=kitten");
      var script = "id -u; id -G; echo $KITTEN $HOME; pwd; umask; hostname";
      assertThat(podman.output(options, "sh", "-c", script).lines())
          .containsExactly("1000", "1000 33", "1 /home/app", "/tmp", "0027", "kitten");
      assertThat(podman.output(List.of("--user=1234:7"), "sh", "-c", "id -u; id -G").lines())
          .containsExactly("1234", "7");
    }
  }

  @Feature(
      value = "run --group-add keep-groups",
      except = "runc: it does not know the annotation of crun")
  void keepsGroups(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--rm", "--group-add=keep-groups", "--user=app");
      var line = new ArrayList<>(List.of("setpriv", "--groups=4321"));
      line.addAll(podman.runCommand(options, "id", "-G").line());
      assertThat(podman.withConfiguration(line).run().succeeded().stdout())
          .isEqualTo("1000 4321\n");
    }
  }

  @Feature("run --init")
  void startsAnInit(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(
              podman.output(List.of("--init"), "sh", "-c", "tr '\\0' ' ' </proc/1/cmdline; true"))
          .startsWith("/run/podman-init -- sh -c");
    }
  }

  @Feature("run --read-only")
  void mountsTheRootReadOnly(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var outcome =
          podman.run(List.of("--rm", "--read-only"), "sh", "-c", "touch /tmp/x && touch /x");
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).isEqualTo("touch: /x: Read-only file system\n");
    }
  }

  @Feature("run --rootfs")
  void runsAPlainDirectory(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var outcome =
          podman.call(
              "run",
              "--rm",
              PodmanStore.parent(),
              "--read-only",
              "--rootfs",
              TestImage.rootfs().toString(),
              "/bin/echo",
              "plain");
      assertThat(outcome.succeeded().stdout()).isEqualTo("plain\n");
    }
  }

  @Feature("run --preserve-fds")
  void handsOnDescriptors(OciRuntime runtime) throws IOException {
    var file = Files.writeString(Suite.newPath("third"), "third\n");
    try (var podman = Podman.with(runtime)) {
      var run = podman.runCommand(List.of("--rm", "--preserve-fds=1"), "sh", "-c", "cat <&3");
      var line = new ArrayList<>(List.of("sh", "-c", "exec 3<" + file + "; exec \"$@\"", "sh"));
      line.addAll(run.line());
      assertThat(podman.withConfiguration(line).run().succeeded().stdout()).isEqualTo("third\n");
    }
  }

  @Feature("run --timeout")
  void endsAfterATime(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(podman.run(List.of("--rm", "--timeout=1"), "sleep", "1000").exit()).isNotZero();
    }
  }

  @Feature("info: the runtime and its version")
  void showsTheRuntime(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(podman.says("info", "--format", "{{.Host.OCIRuntime.Name}}"))
          .isEqualTo(runtime.name());
      assertThat(podman.says("info", "--format", "{{.Host.OCIRuntime.Version}}"))
          .startsWith(runtime.name() + " version ");
    }
  }
}
