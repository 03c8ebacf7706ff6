package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags of {@code create} and {@code run}, beside the installed runc. */
@BundleTest
class LaunchFlagTest {

  private static List<OciRuntime> both(OciRuntime runtime) {
    return List.of(runtime, OciRuntime.runc());
  }

  private static String error(Outcome outcome) {
    return outcome
        .stderr()
        .replaceAll("time=\"[^\"]*\"", "")
        .replaceAll("\"jrunc ", "\"runc ")
        .strip();
  }

  private static Outcome shell(String script, Container container, String verb, String... flags) {
    var line = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    var command = verb.equals("run") ? container.runCommand(flags) : container.createCommand(flags);
    line.addAll(command.line());
    return new Command(line).run();
  }

  @Test
  void keepsAContainerThatHasEndedIfToldSo(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "exit", "7");
    for (var each : both(runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        assertThat(container.run("--keep").exit()).isEqualTo(7);
        assertThat(container.status()).isEqualTo("stopped");
        assertThat(container.pid()).isZero();
        var again = container.run("--keep");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(error(again)).contains("run failed: container with given ID already exists");
        container.delete().succeeded();
        assertThat(container.status()).isEqualTo("missing");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"--keep=false,missing", "-keep,stopped", "--keep --detach,stopped"})
  void readsKeepInAllItsForms(String flags, String afterwards, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    for (var each : both(runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        assertThat(container.run(flags.split(" ")).exit()).isZero();
        Container.await("the end", () -> container.status().equals(afterwards));
      }
    }
  }

  /** The parent, inside the container's pid namespace or not, that an orphan has got. */
  @ParameterizedTest
  @ValueSource(strings = {"--no-subreaper", "-no-subreaper", "--no-subreaper=false"})
  void adoptsOrphansUnlessToldNotTo(String flag, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    for (var each : both(runtime)) {
      var outcome = bundle.freshRoot().container(each).run(flag).succeeded();
      assertThat(outcome.stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEmpty();
    }
  }

  @Test
  void letsContainerdRestoreWithASubreaperFlagWithOneDash(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.args("/probe", "true").container(runtime)) {
      container.create("-no-subreaper").succeeded();
    }
  }

  @Test
  void writesThePidFileWhereTheCallerIs(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/probe", "trap");
    for (var each : both(runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        var here = Files.createDirectory(Suite.newPath("caller"));
        var umask = "umask 027; cd " + here + "; ln -s elsewhere pid; \"$@\"";
        assertThat(shell(umask, container, "create", "--pid-file", "pid").exit()).isZero();
        assertThat(Files.readString(here.resolve("pid"))).isEqualTo("" + container.pid());
        assertThat(Files.isSymbolicLink(here.resolve("pid")))
            .as("replaced, not followed")
            .isFalse();
        assertThat(Files.getAttribute(here.resolve("pid"), "unix:mode")).isEqualTo(0100640);
        try (var left = Files.list(here)) {
          assertThat(left).hasSize(1);
        }
        assertThat(bundle.directory().resolve("pid")).doesNotExist();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere/pid", ".", "/proc/pid"})
  void makesNothingIfThePidFileCannotBeWritten(String file, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    for (var each : both(runtime)) {
      var container = bundle.freshRoot().container(each);
      var outcome = container.createCommand("--pid-file", file).in(bundle.directory()).run();
      assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
      assertThat(outcome.stderr().lines()).hasSize(1);
      assertThat(container.status()).isEqualTo("missing");
    }
  }

  @Test
  void writesThePidFileOfARunToo(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/probe", "true");
    for (var each : both(runtime)) {
      var file = Suite.newPath("pid");
      bundle.freshRoot().container(each).run("--pid-file", file.toString()).succeeded();
      assertThat(Files.readString(file)).matches("[0-9]+");
    }
  }

  @Test
  void runsInTheBackground(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    for (var each : both(runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        container.run("-d").succeeded();
        container.awaitOutput("ready");
        assertThat(container.status()).isEqualTo("running");
      }
    }
  }

  /** Descriptor 5 may be one of the runtime's own, which is none of the caller's. */
  @ParameterizedTest
  @CsvSource({"1,exec 3<&-", "2,exec 3</dev/null 4<&-", "3,exec 3</dev/null 4</dev/null 5<&-"})
  void refusesToHandOnWhatIsClosed(int count, String closing, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var container = bundle.container(runtime);
    var flag = "--preserve-fds=" + count;
    var outcome = shell(closing + "; \"$@\"", container, "run", flag);
    assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
    assertThat(error(outcome))
        .contains("run failed: unable to stat preserved-fd %d (of %d)".formatted(count - 1, count));
  }

  @Test
  void handsOnDescriptorsForSocketActivation(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "facts");
    var activated = "exec 3</dev/zero 4</dev/full; export LISTEN_FDS=1 LISTEN_PID=$$; exec \"$@\"";
    for (var each : both(runtime)) {
      var container = bundle.freshRoot().container(each);
      var facts = shell(activated, container, "run", "--preserve-fds", "1");
      assertThat(facts.succeeded().stdout())
          .as("%s", each)
          .contains("\"fd:3\":\"/dev/zero", "\"fd:4\":\"/dev/full", "\"env:LISTEN_FDS\":\"1\"");
    }
    var foreign = "export LISTEN_FDS=1 LISTEN_PID=1; exec \"$@\"";
    assertThat(shell(foreign, bundle.container(runtime), "run").succeeded().stdout())
        .doesNotContain("LISTEN_FDS");
  }

  @Test
  void saysThatASocketForActivationIsClosed(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var lying = "export LISTEN_FDS=2 LISTEN_PID=$$; exec 3</dev/null 4<&-; exec \"$@\"";
    var outcome = shell(lying, bundle.container(runtime), "run");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(error(outcome)).contains("run failed: LISTEN_FDS is 2 but 4 is closed");
  }

  @ParameterizedTest
  @CsvSource({
    "create, false, --console-socket=x, cannot use console socket if runc will not detach or"
        + " allocate tty",
    "run, false, --console-socket=x, cannot use console socket if runc will not detach or allocate"
        + " tty",
    "run, true, --console-socket=x, cannot use console socket if runc will not detach or allocate"
        + " tty",
    "create, true, --no-pivot, cannot allocate tty if runc will detach without setting console"
        + " socket",
    "run, true, --detach, cannot allocate tty if runc will detach without setting console socket",
  })
  void asksForAConsoleSocketWhenItNeedsOneAndThenOnly(
      String verb, boolean terminal, String flag, String text, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true").edit(c -> c.withObject("/process").put("terminal", terminal));
    for (var each : both(runtime)) {
      var container = bundle.freshRoot().container(each);
      var command = verb.equals("run") ? container.runCommand(flag) : container.createCommand(flag);
      var outcome = command.run();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(error(outcome)).contains(verb + " failed: " + text);
      assertThat(container.status()).isEqualTo("missing");
    }
  }

  /** The installed runc is too old for it: what arrives is looked at instead. */
  @Test
  void sendsAPidfdOfTheProcess(Bundle bundle, OciRuntime runtime) {
    var path = Suite.newPath("pidfd");
    var receive =
        """
        import array, socket, sys
        s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
        text, data, _, _ = s.accept()[0].recvmsg(64, 64)
        fd = array.array("i", data[0][2])[0]
        info = open("/proc/self/fdinfo/%d" % fd).read()
        print(text.decode(), len(data[0][2]), info[info.index("\\nPid:"):].split()[1])
        """;
    var receiver = new Command(List.of("python3", "-c", receive, path.toString())).start();
    Container.await("the socket", () -> Files.exists(path));
    try (var container = bundle.args("/probe", "trap").container(runtime)) {
      container.create("--pidfd-socket", path.toString()).succeeded();
      assertThat(receiver.await().succeeded().stdout())
          .isEqualTo("standard 4 " + container.pid() + "\n");
    }
    var nobody = bundle.container(runtime).create("--pidfd-socket", "/nowhere");
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(bundle.container(runtime).status()).isEqualTo("missing");
  }

  @Test
  void readsAnotherConfigAsCrunDoes(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/probe", "echo", "bundle");
    var here = Files.createDirectory(Suite.newPath("caller"));
    var usual = Files.readString(bundle.directory().resolve("config.json"));
    Files.writeString(here.resolve("other.json"), usual.replace("\"bundle\"", "\"caller\""));
    Files.writeString(here.resolve("config.json"), "{}");
    for (var each : List.of(runtime, OciRuntime.crun())) {
      for (var flags : List.of("--config=other.json", "-f other.json", "-f config.json")) {
        var command = bundle.freshRoot().container(each).runCommand(flags.split(" ")).in(here);
        assertThat(command.run().succeeded().stdout())
            .isEqualTo(flags.contains("other") ? "caller\n" : "bundle\n");
      }
      var missing = bundle.container(each).runCommand("--config", "missing.json").in(here).run();
      assertThat(missing.exit()).isEqualTo(1);
      assertThat(missing.stderr()).contains("missing.json");
    }
  }
}
