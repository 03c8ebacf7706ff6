package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that leave little to work with: no streams, no directory, no descriptors, no signals. */
@BundleTest
class RoughCallerTest {

  /** A command line as the last arguments of a shell that runs {@code script} with them. */
  private static Command shell(String script, OciRuntime runtime, String... arguments) {
    return wrapped(List.of("/bin/sh", "-c", script, "sh"), runtime.command(arguments));
  }

  private static Command wrapped(List<String> wrapper, Command command) {
    return new Command(Stream.concat(wrapper.stream(), command.line().stream()).toList());
  }

  private static String error(Outcome outcome) {
    return outcome
        .stderr()
        .replaceAll("time=\"[^\"]*\"", "")
        .replaceAll("\\bjrunc\\b", "runc")
        .strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"})
  void makesContainersWithClosedStreams(String closed, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      try (var container = bundle.freshRoot().container(each)) {
        var path = bundle.directory().toString();
        var created =
            shell("\"$@\" " + closed, each, "create", "--bundle", path, container.id()).run();
        assertThat(created.exit()).as("%s with %s", each, closed).isZero();
        assertThat(shell("\"$@\" " + closed, each, "start", container.id()).run().exit()).isZero();
        if (each.isOurs()) {
          // In runc's place of a closed stream is whatever runc had open: /sys/fs/cgroup.
          assertThat(closedOf(closed))
              .allMatch(fd -> Engine.link(container.pid(), "fd/" + fd).equals("/dev/null"));
        }
      }
    }
  }

  private static List<Integer> closedOf(String redirections) {
    return Stream.of(redirections.split(" "))
        .map(one -> one.startsWith("<") ? 0 : one.startsWith(">") ? 1 : 2)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "start", "kill", "delete"})
  void failsWithClosedStreamsAsWithOpenOnes(String verb, OciRuntime runtime) {
    assertThat(shell("\"$@\" <&- >&- 2>&-", runtime, verb, "nope").run().exit()).isEqualTo(1);
  }

  @Test
  void worksInADirectoryThatIsGone(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    var gone = "mkdir \"$0-gone\" && cd \"$0-gone\" && rmdir \"$0-gone\" && \"$@\"";
    for (var each : List.of(runtime, OciRuntime.runc())) {
      bundle.freshRoot();
      var path = bundle.directory().toString();
      var line = new ArrayList<>(List.of("/bin/sh", "-c", gone, Suite.newPath("x").toString()));
      line.addAll(each.command("run", "--bundle", path, bundle.id()).line());
      assertThat(new Command(line).run().succeeded().stdout()).isEqualTo("hello\n");
    }
  }

  /** Only what has to be found from there fails, and says so. */
  @ParameterizedTest
  @CsvSource({
    "run x, run failed: cannot resolve `.`: no current directory",
    "run -b ../b x, run failed: cannot resolve `../b`: no current directory",
    "create -b / --pid-file p x, create failed: cannot resolve `p`: no current directory",
    "--log l state x, cannot resolve `l`: no current directory",
    "--root r state x, cannot resolve root `r`: no current directory",
    "spec, cannot resolve `.`: no current directory",
    "state x, container does not exist",
  })
  void saysWhatCannotBeFoundWithoutADirectory(String line, String message, OciRuntime runtime) {
    var gone = "mkdir \"$0-gone\" && cd \"$0-gone\" && rmdir \"$0-gone\" && \"$@\"";
    var whole = new ArrayList<>(List.of("/bin/sh", "-c", gone, Suite.newPath("x").toString()));
    whole.addAll(runtime.command(line.split(" ")).line());
    var outcome = new Command(whole).run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr().lines()).singleElement().asString().contains(message);
  }

  @Test
  void worksWithFewDescriptors(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "echo", "hello")
        .edit(config -> config.withObject("/process").putArray("rlimits"));
    var limit = List.of("prlimit", "--nofile=64:64");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var run = bundle.freshRoot().container(each).runCommand();
      assertThat(wrapped(limit, run).run().succeeded().stdout()).isEqualTo("hello\n");
    }
  }

  /** All signals ignored and blocked, as by a caller that knows no better; SIGCHLD too. */
  private static List<String> deaf() {
    var script =
        """
        import os, signal, sys
        for s in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(s, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        os.execv(sys.argv[1], sys.argv[1:])
        """;
    return List.of("python3", "-c", script);
  }

  @Test
  void givesTheContainerAllSignalsWhateverTheCallerIgnores(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "facts");
    var text = wrapped(deaf(), bundle.container(runtime).runCommand()).run().succeeded().stdout();
    assertThat(text)
        .contains("\"status:SigBlk\":\"0000000000000000\"")
        .contains("\"status:SigIgn\":\"0000000000000000\"");
  }

  @Test
  void tellsTheExitStatusToACallerThatIgnoresTheDeathOfChildren(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "exit", "42");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var run = bundle.freshRoot().container(each).runCommand();
      assertThat(wrapped(deaf(), run).run().exit()).as("%s", each).isEqualTo(42);
    }
  }

  @Test
  void noticesAFailingHookOfACallerThatIgnoresTheDeathOfChildren(
      Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true").hook("prestart", "/bin/false", Map.of(), "false");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var run = bundle.freshRoot().container(each).runCommand();
      var outcome = wrapped(deaf(), run).run();
      assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
      assertThat(outcome.stderr()).contains("exit status 1");
    }
  }

  @Test
  void needsNoPlaceForTemporaryFiles(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    var script =
        """
        mount -t tmpfs none /mnt && cp -a "$BUNDLE" /mnt/bundle && mount --bind /tmp /tmp &&
        mount -o remount,bind,ro /tmp && ! touch /tmp/x 2>/dev/null && cd /mnt/bundle &&
        mount --bind /mnt /var/tmp && mount -o remount,bind,ro /var/tmp && shift && "$@"
        """;
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var line =
          List.of("unshare", "-m", "/bin/sh", "-c", script, "sh", "sh", each.binary().toString());
      var all = new ArrayList<>(line);
      all.addAll(List.of("--root", "/mnt/root", "run", bundle.id()));
      var outcome =
          new Command(all)
              .env("BUNDLE", bundle.directory().toString())
              .env("TMPDIR", "/nowhere")
              .env("JRUNC_ENGINE", "oneshot")
              .run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEmpty();
    }
  }

  @Test
  void copesWithBytesThatAreNoText(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    var path = bundle.directory().toString();
    for (var each : List.of(runtime, OciRuntime.runc())) {
      bundle.freshRoot();
      var bad = "X=$(printf '\\377') \"$@\" \"$(printf 'a\\377')\"";
      var id = shell(bad, each, "run", "--bundle", path).run();
      assertThat(id.exit()).isEqualTo(1);
      assertThat(error(id)).endsWith("\"runc run failed: invalid container ID format\"");
      var environment = "X=$(printf '\\377') \"$@\"";
      var run = shell(environment, each, "run", "--bundle", path, bundle.id()).run();
      assertThat(run.succeeded().stdout()).isEqualTo("hello\n");
      var bundleName = "\"$@\" --bundle \"$(printf '/proc/\\377')\" x";
      assertThat(shell(bundleName, each, "run").run().exit()).isEqualTo(1);
    }
  }

  @Test
  void copesWithVeryLongArguments(OciRuntime runtime) {
    var longest = "a".repeat(128 * 1024 - 1);
    var outcome = runtime.command("state", longest).run();
    assertThat(outcome.exit()).isEqualTo(OciRuntime.runc().command("state", longest).run().exit());
    assertThat(outcome.stderr()).contains("invalid container ID format");
    var many = new ArrayList<>(List.of("state"));
    for (var i = 0; i < 10_000; i++) {
      many.add("argument-" + i);
    }
    for (var each : List.of(runtime, OciRuntime.runc())) {
      assertThat(each.command(many.toArray(String[]::new)).run().stderr())
          .contains("requires exactly 1 argument(s)");
    }
  }

  private static List<Integer> atOnce(OciRuntime runtime, String... line) {
    var running = Stream.generate(() -> runtime.command(line)).limit(50).map(Command::start);
    return running.toList().stream().map(command -> command.await().exit()).toList();
  }

  private static final List<Integer> ONE_OF_50 =
      Stream.concat(Stream.of(0), Stream.generate(() -> 1).limit(49)).toList();

  @Test
  void servesFiftyCommandsOnOneContainerAtOnce(Bundle bundle, OciRuntime runtime) {
    var id = bundle.args("/probe", "trap").id();
    var path = bundle.directory().toString();
    var container = bundle.container(runtime);
    assertThat(atOnce(runtime, "create", "--bundle", path, id).stream().sorted().toList())
        .isEqualTo(ONE_OF_50);
    assertThat(atOnce(runtime, "state", id)).containsOnly(0);
    assertThat(atOnce(runtime, "start", id).stream().sorted().toList()).isEqualTo(ONE_OF_50);
    assertThat(container.status()).isEqualTo("running");
    assertThat(atOnce(runtime, "kill", id, "USR1")).containsOnly(0);
    assertThat(atOnce(runtime, "delete", id)).containsOnly(1);
    assertThat(atOnce(runtime, "delete", "--force", id)).containsOnly(0);
    assertThat(container.status()).isEqualTo("missing");
    assertThat(Files.exists(runtime.root().resolve(id))).isFalse();
  }

  /** What runc leaves in its root if it is killed before it has written the state. */
  @Test
  void cleansUpAfterARuntimeThatWasKilled(OciRuntime runtime) throws java.io.IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var left = Files.createDirectories(each.root().resolve("left"));
      Files.writeString(left.resolve("state.json.tmp"), "{");
      assertThat(each.command("state", "left").run().exit()).as("%s", each).isEqualTo(1);
      assertThat(each.command("list", "--quiet").run().succeeded().stdout()).doesNotContain("left");
      var outcome = each.command("delete", "left").run();
      assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
      assertThat(outcome.stderr()).contains("container does not exist");
      assertThat(left).as("%s", each).doesNotExist();
    }
  }

  /** Who writes it does so whole or not at all; a file system may break it all the same. */
  @Test
  void saysWhichStateFileIsBroken(OciRuntime runtime) throws java.io.IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var left = Files.createDirectories(each.root().resolve("cut"));
      Files.writeString(left.resolve("state.json"), "{\"id\":\"cut\",");
      for (var line : List.of("state cut", "delete cut", "delete --force cut", "start cut")) {
        var outcome = each.command(line.split(" ")).run();
        assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.stderr().lines()).as("%s", outcome).hasSize(1);
        if (each.isOurs()) {
          assertThat(outcome.stderr()).contains(left.resolve("state.json").toString());
        }
      }
      var list = each.command("list", "--quiet").run().succeeded();
      assertThat(list.stdout()).doesNotContain("cut");
      assertThat(list.stderr()).contains("cut");
      Files.delete(left.resolve("state.json"));
      Files.delete(left);
    }
  }
}
