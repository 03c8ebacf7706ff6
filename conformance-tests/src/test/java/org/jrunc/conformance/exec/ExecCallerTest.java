package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What callers of {@code exec} get: streams, exit codes, files, error texts. */
@BundleTest
class ExecCallerTest {

  @Test
  void endsAsTheCommandEnds(Bundle bundle, OciRuntime runtime) throws IOException {
    var text = Files.writeString(bundle.directory().resolve("input"), "one\ntwo\n");
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        assertThat(target.exec("/probe", "exit", "42").exit()).isEqualTo(42);
        assertThat(target.exec("/probe", "echo", "-x").succeeded().stdout()).isEqualTo("-x\n");
        var copied = target.command(List.of(), "/probe", "cat").input(text).run().succeeded();
        assertThat(copied.stdout()).isEqualTo("one\ntwo\n");
        assertThat(copied.stderr()).isEmpty();
      }
    }
  }

  @Test
  void forwardsSignalsAndTellsTheSignalThatEndedTheCommand(Bundle bundle, OciRuntime runtime) {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var trapping = target.command(List.of(), "/probe", "trap").start();
        Container.await("the command", () -> trapping.stdoutSoFar().contains("ready"));
        signal(trapping.process().pid(), "USR1");
        Container.await("the signal", () -> trapping.stdoutSoFar().contains("signal 10"));
        signal(trapping.process().pid(), "TERM");
        assertThat(trapping.await().exit()).isZero();
        var file = Suite.newPath("pid");
        var waiting =
            target.command(List.of("--pid-file", file.toString()), "/probe", "wait").start();
        Container.await("the pid file", () -> Files.exists(file));
        signal(Long.parseLong(Target.text(file)), "KILL");
        assertThat(waiting.await().exit()).as(judged.name()).isEqualTo(137);
      }
    }
  }

  /** The command says that it is ready before anybody has told the engine that it runs. */
  @Test
  void forwardsASignalThatComesAtOnce(Bundle bundle, OciRuntime runtime) {
    try (var target = Target.of(runtime, bundle)) {
      for (int i = 0; i < 30; i++) {
        var trapping = target.command(List.of(), "/probe", "trap").start();
        while (!trapping.stdoutSoFar().contains("ready")) {
          Thread.onSpinWait();
        }
        signal(trapping.process().pid(), "TERM");
        var outcome = trapping.await();
        assertThat(outcome.exit()).as("%s", outcome).isZero();
        assertThat(outcome.stdout()).contains("signal 15");
      }
    }
  }

  private static void signal(long pid, String name) {
    new Command(List.of("/bin/kill", "-" + name, Long.toString(pid))).run().succeeded();
  }

  /** containerd's shim learns of the end of a process as its reaper, even of the shortest. */
  @Test
  void leavesADetachedCommandAndItsExitStatusToTheCallersReaper(Bundle bundle, OciRuntime runtime) {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        for (int code = 0; code < 5; code++) {
          var file = Suite.newPath("pid").toString();
          var line = new ArrayList<>(List.of(Suite.program("reaper").toString(), file));
          line.addAll(
              target
                  .command(
                      List.of("--detach", "--pid-file", file),
                      "/probe",
                      "exit",
                      Integer.toString(code))
                  .line());
          assertThat(new Command(line).run().stdout())
              .as(judged.name())
              .isEqualTo("child " + code + "\n");
          assertThat(Target.text(Path.of(file))).matches("[0-9]+");
        }
      }
    }
  }

  @Test
  void sendsAPidfdOfTheProcess(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var socket = Suite.newPath("pidfd");
    var receiver =
        new Command(List.of(Suite.program("console_recv").toString(), socket.toString())).start();
    try (var target = Target.of(runtime, bundle)) {
      Container.await("the socket", () -> Files.exists(socket));
      target.exec(List.of("--pidfd-socket", socket.toString()), "/probe", "true").succeeded();
      assertThat(receiver.await().stderr()).contains("payload present descriptors 1");
    } finally {
      receiver.process().destroyForcibly();
    }
  }

  @Test
  void wordsRefusalsAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("dir/text", "text");
    var refused =
        List.of(
            List.of("--cwd", "/nowhere", "--", "/probe"),
            List.of("--", "nothing"),
            List.of("--", "/nothing"),
            List.of("--", "/probe/x"),
            List.of("--", "./nothing"),
            List.of("--", "/dir/text"),
            List.of("--", "text"),
            List.of("-e", "PATH=/dir", "--", "text"),
            List.of("-g", "-5", "--", "/probe"),
            List.of("--process", "/nowhere", "--"),
            List.of("--cgroup", "nonsense:x", "--", "/probe"),
            List.of("--cgroup", "/a", "--cgroup", "/b", "--", "/probe"),
            List.of("--process-label", "x", "--", "/probe"),
            List.of("--preserve-fds", "9", "--", "/probe"),
            List.of("--"));
    var texts = refusals(runtime, bundle, refused);
    for (var reference : OciRuntime.runcs()) {
      var theirs = refusals(reference, bundle, refused);
      assertThat(texts)
          .as("%s", reference)
          .isEqualTo(theirs.stream().map(ExecCallerTest::inOlderWords).toList());
    }
  }

  /** Those that runc has changed since. */
  private static String inOlderWords(String text) {
    return text.replace("exec args cannot be empty", "process args cannot be empty")
        .replaceFirst("(preserved-fd N [^:]*: )(no such)", "$1stat /proc/self/fd/N: $2");
  }

  /** Since 1.2 a path may hold a colon, and it is another thing that is wrong. */
  @Test
  void refusesACgroupWithTwoColonsAsTheOlderRuncDoes(Bundle bundle, OciRuntime runtime) {
    var refused = List.of(List.of("--cgroup", "a:b:c", "--", "/probe"));
    var text = "level=error msg=\"exec failed: invalid --cgroup argument: a:b:c\"\n";
    assertThat(refusals(OciRuntime.runc(), bundle, refused))
        .containsExactly(refused.getFirst() + ": " + text);
    assertThat(refusals(runtime, bundle, refused))
        .containsExactly(refused.getFirst() + ": " + text);
    assertThat(refusals(OciRuntime.newerRunc(), bundle, refused).getFirst())
        .contains("unknown controller a");
  }

  private static List<String> refusals(
      OciRuntime runtime, Bundle bundle, List<List<String>> refused) {
    try (var target = Target.of(runtime, bundle)) {
      return refused.stream().map(words -> words + ": " + refusal(target, words)).toList();
    }
  }

  private static String refusal(Target target, List<String> words) {
    int end = words.indexOf("--");
    var command = words.subList(end + 1, words.size()).toArray(String[]::new);
    var outcome = target.exec(words.subList(0, end), command);
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(255);
    // Of the descriptors behind the streams each runtime has some of its own.
    return outcome
        .stderr()
        .replaceFirst("^time=\"[^\"]*\" ", "")
        .replaceAll("(preserved-fd |/fd/)[0-9]+", "$1N");
  }

  @Test
  void refusesContainersThatCannotBeJoinedAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    for (var judged : runtime.besideRuncs()) {
      var missing = judged.command("exec", "no-such-container", "/probe").run();
      assertThat(missing.exit()).isEqualTo(255);
      assertThat(missing.stderr()).contains("exec failed: container does not exist");
      try (var target = Target.of(judged, bundle)) {
        var pid = target.container().pid();
        target.container().kill("KILL").succeeded();
        target.container().awaitEnd(pid);
        var stopped = target.exec("/probe", "true");
        assertThat(stopped.exit()).isEqualTo(255);
        assertThat(stopped.stderr()).contains("exec failed: cannot exec in a stopped container");
      }
      try (var container = bundle.freshRoot().container(judged)) {
        container.create().succeeded();
        assertThat(new Target(container).exec("/probe", "exit", "3").exit()).isEqualTo(3);
      }
    }
  }

  @Test
  void waitsWithAPausedContainerOnlyIfToldSo(Bundle bundle, OciRuntime runtime) {
    for (var judged : runtime.besideRuncs()) {
      try (var target = Target.of(judged, bundle)) {
        judged.command("pause", bundle.id()).run().succeeded();
        var refused = target.exec("/probe", "true");
        assertThat(refused.stderr())
            .contains(
                "exec failed: cannot exec in a paused container (use --ignore-paused to override)");
        var waiting = target.command(List.of("--ignore-paused"), "/probe", "exit", "4").start();
        Container.pause(200);
        assertThat(waiting.process().isAlive()).as(judged.name()).isTrue();
        judged.command("resume", bundle.id()).run().succeeded();
        assertThat(waiting.await().exit()).as(judged.name()).isEqualTo(4);
      }
    }
  }
}
