package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Containers with a terminal, used from one. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdTerminalTest {
  /** The pause is for {@code ctr}: it sets the first size and only then listens for changes. */
  private static final String SCRIPT =
      """
      resize 100x30
      expect ready
      send echo $((6*7)), $(tty)\\r
      expect 42, /dev/pts/0
      send while [ "$(stty size)" != "30 100" ]; do sleep 0.1; done; sleep 0.5; echo si""zed\\r
      expect sized
      resize 90x25
      send while [ "$(stty size)" != "25 90" ]; do sleep 0.1; done; echo re""sized\\r
      expect resized
      send sh -c 'echo sleep""ing; exec sleep 1000'\\r
      expect sleeping
      send ^C
      send exit 5\\r
      """;

  private static final String[] SHELL = {"sh", "-c", "stty size; echo ready; exec sh"};

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature("run --tty: size, resize, interrupt, exit code")
  void runsOnATerminal(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var run = ctr.container(Suite.newId(), List.of("--rm", "--tty"), SHELL);
      var outcome = talk(SCRIPT, run);
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(5);
    }
  }

  @Feature("tasks: exec --tty")
  void executesOnATerminal(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      var line = new ArrayList<>(List.of("exec", "--tty", "--exec-id", "e", id));
      line.addAll(List.of(SHELL));
      var outcome = talk(SCRIPT, ctr.taskCommand(line.toArray(String[]::new)));
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(5);
    }
  }

  @Feature("tasks: attach to a terminal")
  void attachesToATerminal(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var id = Suite.newId();
      talk("", ctr.container(id, List.of("--detach", "--tty"), "sh")).succeeded();
      var outcome =
          talk("send echo $((6*7))\\r\nexpect 42\nsend exit 5\\r\n", ctr.taskCommand("attach", id));
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(5);
    }
  }

  /** Runs a command on a terminal of its own and talks to it. */
  private static Outcome talk(String script, Command command) throws IOException {
    var file = Files.writeString(Suite.newPath("script"), script);
    var line = new ArrayList<>(List.of(Suite.program("pty_talk").toString(), file.toString()));
    line.addAll(command.line());
    return new Command(line).within(Duration.ofSeconds(30)).run();
  }
}
