package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Sessions of a user on a terminal. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerTerminalTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  /**
   * Types what a script says on a terminal that a command has. Scripts that resize it pause first:
   * {@code docker} sets the first size and only then listens for changes.
   */
  private static Outcome talk(Command command, String script) throws IOException {
    var file = Files.writeString(Suite.newPath("script"), script);
    var line = new ArrayList<>(List.of(Suite.program("pty_talk").toString(), file.toString()));
    // The program executes what it is given by its path.
    line.add("/usr/bin/env");
    line.addAll(command.line());
    return new Command(line).run();
  }

  @Feature("run -it: a shell, job control, resizing")
  void lendsAShell(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var outcome =
          talk(
              docker.runCommand(List.of("-it", "--env", "PS1=$ "), "sh"),
              """
              expect $
              send sleep 0.5; stty size; tty\\r
              expect 25 80
              expect /dev/pts/0
              resize 100x40
              send /probe size\\r
              expect size 100x40
              send ^C
              expect $
              send echo ended-$?\\r
              expect ended-130
              send exit 7\\r
              """);
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(7);
    }
  }

  @Feature("exec -it: a shell, resizing")
  void lendsAnotherShell(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var outcome =
          talk(
              docker.command("exec", "-it", "--env", "PS1=$ ", container.id(), "sh"),
              """
              expect $
              send sleep 0.5; /probe size\\r
              expect size 80x25
              resize 100x40
              expect size 100x40
              send ^C
              expect $
              send exit 7\\r
              """);
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(7);
    }
  }

  @Feature("attach to a terminal, detach by keys")
  void attachesAndDetaches(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var container = docker.detached("-it --env PS1=$", "sh");
      var left =
          talk(
              docker.command("attach", container.id()),
              """
              send echo he''llo\\r
              expect hello
              send ^P^Q
              """);
      assertThat(left.stdout()).as(left.toString()).contains("hello");
      assertThat(container.field(".State.Running")).isEqualTo("true");
      var ended = talk(docker.command("attach", container.id()), "send exit 5\\r\nexpect exit 5\n");
      assertThat(ended.exit()).as(ended.toString()).isEqualTo(5);
    }
  }
}
