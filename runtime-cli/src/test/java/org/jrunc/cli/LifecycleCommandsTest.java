package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.cli.CommandLines.Outcome;
import org.jrunc.cli.FakeOperations.Call;
import org.jrunc.cli.session.Launch;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.spec.state.ContainerState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that act on containers: what they ask of the core and what they print. */
class LifecycleCommandsTest {
  private static final String TIME = "time=\"2026-08-22T10:00:00Z\" level=error msg=";
  static final ContainerState KITTEN =
      new ContainerState(
          "1.3.0",
          "kitten",
          4711,
          "running",
          "/bundles/kitten",
          "/bundles/kitten/rootfs",
          "2026-08-22T09:00:00.000000001Z",
          Map.of("org.example.colour", "grey"),
          "");

  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  private Outcome run(String line) {
    return jrunc(core, directory, line.split(" "));
  }

  private static void assertSilentSuccess(Outcome outcome) {
    assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
  }

  private Launch launch(Path bundle) {
    return new Launch(
        "c1",
        bundle,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        0);
  }

  @Test
  void createsFromTheCurrentDirectory() {
    assertSilentSuccess(run("create c1"));
    assertThat(core.asked).containsExactly(Call.of("create", launch(directory)));
  }

  @Test
  void createsAsContainerdAsks() throws IOException {
    Files.createDirectory(directory.resolve("b"));
    assertSilentSuccess(
        run(
            "--root r --log l --log-format json create --bundle b --pid-file p --console-socket c"
                + " --pidfd-socket f --no-pivot --no-new-keyring --preserve-fds 2 --config x c1"));
    assertThat(core.asked)
        .containsExactly(
            Call.of(
                "create",
                new Launch(
                    "c1",
                    directory.resolve("b"),
                    Optional.of(directory.resolve("x")),
                    Optional.of(directory.resolve("c")),
                    Optional.of(directory.resolve("f")),
                    Optional.of(directory.resolve("p")),
                    false,
                    false,
                    2)));
  }

  @ParameterizedTest
  @CsvSource({
    "create --preserve-fds -1 c1, 'invalid value \\\"-1\\\" for flag -preserve-fds: parse error'",
    "--rootless=maybe create c1, 'invalid value \\\"maybe\\\" for flag -rootless: parse error'",
    "create -b /nope c1, chdir /nope: no such file or directory",
    "run --bundle /etc/passwd c1, chdir /etc/passwd: not a directory",
  })
  void refusesWhatCannotBeMeant(String line, String complaint) {
    assertThat(run(line).error()).contains(" failed: " + complaint + "\"\n");
    assertThat(core.asked).isEmpty();
  }

  @Test
  void refusesToListARootThatWasGivenAndIsNotThere() {
    assertThat(run("--root /nope list").error())
        .isEqualTo(TIME + "\"open /nope: no such file or directory\"\n");
  }

  @Test
  void runsInTheForegroundAndExitsAsTheContainerDid() {
    core.exitStatus = 137;
    assertThat(run("run --bundle /etc c1")).isEqualTo(new Outcome(137, "", ""));
    assertThat(core.asked).containsExactly(Call.of("run", launch(Path.of("/etc")), false, true));
  }

  @Test
  void runsWithoutDeletingAndWithoutAdoptingOrphans() {
    assertSilentSuccess(run("run --keep -no-subreaper -b /etc c1"));
    assertThat(core.asked).containsExactly(Call.of("run", launch(Path.of("/etc")), true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run -d -b /etc c1", "run c1 --detach -b /etc", "run -detach=true -b /etc c1"})
  void runsInTheBackground(String line) {
    assertSilentSuccess(run(line));
    assertThat(core.asked).containsExactly(Call.of("runDetached", launch(Path.of("/etc"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "run"})
  void refusesToLetSystemdMakeTheCgroup(String command) {
    var outcome = run("--systemd-cgroup " + command + " c1");
    assertThat(outcome.error())
        .startsWith(
            TIME + "\"jrunc " + command + " failed: cannot make the cgroup through systemd: ");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(core.asked).isEmpty();
  }

  @Test
  void takesSystemdCgroupWhereTheStateTells() {
    core.containers.add(KITTEN);
    assertThat(run("--systemd-cgroup state kitten").exitCode()).isZero();
  }

  @Test
  void printsTheStateAsRuncDoes() {
    core.containers.add(KITTEN);
    var outcome = run("state kitten");
    assertThat(outcome.output())
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "kitten",
              "pid": 4711,
              "status": "running",
              "bundle": "/bundles/kitten",
              "rootfs": "/bundles/kitten/rootfs",
              "created": "2026-08-22T09:00:00.000000001Z",
              "annotations": {
                "org.example.colour": "grey"
              },
              "owner": ""
            }\
            """);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "kill c1, 15, false",
    "kill c1 9, 9, false",
    "kill c1 KILL, 9, false",
    "kill c1 sigusr1, 10, false",
    "kill c1 37, 37, false",
    "kill c1 -9, -9, false",
    "kill --all c1 9, 9, true",
    "kill -a c1, 15, true",
  })
  void killsWithASignal(String line, int signal, boolean endedIsFine) {
    assertSilentSuccess(run(line));
    assertThat(core.asked).containsExactly(Call.of("kill", "c1", signal, endedIsFine));
  }

  @Test
  void refusesAnUnknownSignalForAContainerThatIsThere() {
    core.containers.add(KITTEN);
    assertThat(run("kill kitten FOO").error()).isEqualTo(TIME + "\"unknown signal \\\"FOO\\\"\"\n");
    assertThat(run("kill nobody FOO").error()).isEqualTo(TIME + "\"container does not exist\"\n");
  }

  @ParameterizedTest
  @CsvSource({"delete c1, false", "delete -f c1, true", "delete c1 --force, true"})
  void deletes(String line, boolean force) {
    assertSilentSuccess(run(line));
    assertThat(core.asked).containsExactly(Call.of("delete", "c1", force));
  }

  @Test
  void starts() {
    assertSilentSuccess(run("start c1"));
    assertThat(core.asked).containsExactly(Call.of("start", "c1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void pausesAndResumes(String command) {
    assertSilentSuccess(run(command + " c1"));
    assertThat(core.asked).containsExactly(Call.of(command, "c1"));
  }

  @Test
  void printsPids() {
    assertThat(run("ps --format json c1")).isEqualTo(new Outcome(0, "null\n", ""));
    core.pids.addAll(List.of(3, 1));
    assertThat(run("ps -f json c1 -ef")).isEqualTo(new Outcome(0, "[3,1]\n", ""));
    assertThat(run("ps -f xml c1").error()).isEqualTo(TIME + "\"invalid format option\"\n");
    assertThat(core.asked).containsOnly(Call.of("processes", "c1"));
  }

  @ParameterizedTest
  @CsvSource({"ps c1,", "ps -f table c1,", "ps c1 -f json, -f json", "ps c1 aux, aux"})
  void handsOnTheArgumentsOfPs(String line, @Nullable String arguments) {
    assertThat(run(line)).isEqualTo(new Outcome(0, "PID\n4711\n", ""));
    var handedOn = arguments == null ? List.of() : List.of(arguments.split(" "));
    assertThat(core.asked).containsExactly(Call.of("processTable", "c1", handedOn));
  }

  @Test
  void printsEventsAsLines() {
    var outcome = run("events --interval 1m30s c1");
    assertThat(core.asked).containsExactly(Call.of("watch", "c1", Duration.ofSeconds(90)));
    assertThat(outcome.output().lines()).hasSize(2).startsWith("{\"type\":\"oom\",\"id\":\"c1\"}");
    assertThat(outcome.output()).endsWith("\"network_interfaces\":null}}\n");
    assertThat(outcome.error()).isEqualTo(TIME + "\"cannot look\"\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void printsOneLineOfStatistics() {
    assertThat(run("events c1 --stats"))
        .isEqualTo(
            new Outcome(
                0,
                """
                {'type':'stats','id':'c1','data':{'cpu':{'usage':{'kernel':0,'user':0},'throttling':{}},\
                'cpuset':{'cpu_exclusive':0,'mem_hardwall':0,'mem_exclusive':0,'memory_migrate':0,\
                'memory_spread_page':0,'memory_spread_slab':0,'memory_pressure':0,\
                'sched_load_balance':0,'sched_relax_domain_level':0},\
                'memory':{'usage':{'limit':0,'failcnt':0},'swap':{'limit':0,'failcnt':0},\
                'kernel':{'limit':0,'failcnt':0},'kernelTCP':{'limit':0,'failcnt':0}},\
                'pids':{},'blkio':{},'hugetlb':{},'intel_rdt':{},'network_interfaces':null}}
                """
                    .replace('\'', '"'),
                ""));
    assertThat(core.asked).containsExactly(Call.of("statistics", "c1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1s", "0s --stats"})
  void refusesAnIntervalThatIsNone(String interval) {
    core.containers.add(KITTEN);
    assertThat(run("events kitten --interval " + interval).error())
        .isEqualTo(TIME + "\"duration interval must be greater than 0\"\n");
    assertThat(run("events nobody --interval " + interval).error())
        .isEqualTo(TIME + "\"container does not exist\"\n");
  }

  @Test
  void listsAsATableWithRuncsWidths() {
    assertThat(run("list").output())
        .isEqualTo("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n");
    core.containers.add(KITTEN);
    assertThat(run("list").output())
        .isEqualTo(
            """
            ID          PID         STATUS      BUNDLE            CREATED                          OWNER
            kitten      4711        running     /bundles/kitten   2026-08-22T09:00:00.000000001Z\s\s\s
            """);
  }

  @Test
  void listsAsJsonAndQuietly() {
    assertThat(run("list --format=json").output()).isEqualTo("null\n");
    core.containers.add(KITTEN);
    assertThat(run("list -f json").output())
        .startsWith("[{\"ociVersion\":\"1.3.0\",\"id\":\"kitten\",")
        .endsWith("\"owner\":\"\"}]\n");
    assertThat(run("list -q").output()).isEqualTo("kitten\n");
    assertThat(run("list -f xml").error()).isEqualTo(TIME + "\"invalid format option\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "state, requires exactly 1 argument(s)",
    "state a b, requires exactly 1 argument(s)",
    "start, requires exactly 1 argument(s)",
    "create, requires exactly 1 argument(s)",
    "run a b, requires exactly 1 argument(s)",
    "delete, requires exactly 1 argument(s)",
    "pause, requires exactly 1 argument(s)",
    "resume a b, requires exactly 1 argument(s)",
    "ps, requires a minimum of 1 argument(s)",
    "events, requires exactly 1 argument(s)",
    "list a, requires exactly 0 argument(s)",
    "kill, requires a minimum of 1 argument(s)",
    "kill a b c, requires a maximum of 2 argument(s)",
  })
  void counts(String line, String complaint) {
    var outcome = run(line);
    var command = line.split(" ")[0];
    assertThat(outcome.error())
        .isEqualTo(TIME + "\"jrunc: \\\"" + command + "\\\" " + complaint + "\"\n");
    assertThat(outcome.output()).startsWith("Incorrect Usage.\n\nNAME:\n   jrunc " + command);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  static List<RuntimeFailure> failures() {
    return List.of(
        new SpecFailure("/mounts/3", "cannot mount"),
        new StateFailure("c1", "container does not exist"),
        new SyscallFailure("open x", "open(\"x\")", 2),
        new InitFailure("unable to start container process", "", 1),
        new CgroupFailure("/sys/fs/cgroup/x", "cannot make it"),
        new HookFailure("prestart", 0, "exit status 1"),
        new HostFailure("cannot find it", "look elsewhere"),
        new Bug("impossible"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void wordsEveryFailureOnceAndExitsWithOne(RuntimeFailure failure) {
    core.failures.add(failure);
    var bare = run("--log " + directory.resolve("log") + " start c1");
    assertThat(bare).isEqualTo(new Outcome(1, "", failure.getMessage() + "\n"));
    assertThat(run("create c1").error())
        .startsWith(TIME + "\"jrunc create failed: ")
        .hasLineCount(1);
    assertThat(run("run c1").error()).startsWith(TIME + "\"jrunc run failed: ").hasLineCount(1);
    assertThat(run("start c1").exitCode()).isEqualTo(1);
  }
}
