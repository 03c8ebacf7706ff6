package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Signals by all their names, and containers chosen by an expression. */
@BundleTest
class KillTest {

  /** What became of {@code kill ID SIGNAL}, and what the process in the container says. */
  private static Map<String, String> answer(OciRuntime runtime, Bundle bundle, String signal) {
    bundle.freshRoot().args("/probe", "trap");
    try (var container = bundle.container(runtime)) {
      container.create().succeeded();
      container.start().succeeded();
      container.awaitOutput("ready");
      var outcome = container.kill(signal);
      var answer = new TreeMap<>(Map.of("exit", Integer.toString(outcome.exit())));
      answer.put("error", error(outcome));
      if (outcome.exit() == 0) {
        container.awaitOutput("signal ");
        answer.put("output", container.output());
      }
      return answer;
    }
  }

  private static String error(Outcome outcome) {
    return outcome.stderr().replaceAll("time=\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HUP",
        "sighup",
        "SigUsr1",
        "usr2",
        "12",
        "+10",
        "010",
        "34",
        "64",
        "37",
        "",
        "0x0a",
        "10x",
        " 10",
        "SIG",
        "SIGSIGUSR1",
        "BOGUS",
        "99999999999999999999",
        "UNUSED",
        "RTMIN-1",
        "RTMAX+1",
      })
  void takesTheSignalsThatRuncTakes(String signal, Bundle bundle, OciRuntime runtime) {
    var answer = answer(runtime, bundle, signal);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answer).as("%s", reference).isEqualTo(answer(reference, bundle, signal));
    }
  }

  /** Without a pid namespace of its own, the other processes outlive the first one. */
  @Test
  void killsThoseWhoseFirstProcessIsGone(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.namespaces("mount", "ipc", "uts").args("/probe", "wait");
    try (var container = bundle.container(runtime)) {
      leaveTheSecondAlone(container, runtime);
      assertThat(container.kill("TERM").exit()).isEqualTo(1);
      container.kill("KILL").succeeded();
      Container.await("end of all", () -> Cgroups.processes(bundle.cgroup()).isEmpty());
      container.kill("KILL").succeeded();
    }
  }

  /** As in a pod whose containers share their processes. */
  @ParameterizedTest
  @ValueSource(strings = {"kill --all", "delete"})
  void endsWhatIsLeftInAJoinedProcessNamespace(String command, Bundle bundle, OciRuntime runtime) {
    var pod = Bundle.create().args("/probe", "wait");
    try (var owner = pod.container(runtime)) {
      owner.create().succeeded();
      owner.start().succeeded();
      bundle.args("/probe", "wait").edit(config -> joinProcesses(config, owner.pid()));
      for (var one : List.of(OciRuntime.runc(), runtime)) {
        assertThat(endsWhatIsLeft(command, bundle, one)).as(one.toString()).isTrue();
      }
    }
  }

  /** Starts a container with two processes and kills its first one. */
  private static void leaveTheSecondAlone(Container container, OciRuntime runtime) {
    container.create().succeeded();
    container.start().succeeded();
    runtime.command("exec", "-d", container.id(), "/probe", "wait").run().succeeded();
    var first = container.pid();
    ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
    Container.await("end of the first", () -> Container.hasEnded(first));
  }

  private static void joinProcesses(ObjectNode config, long pid) {
    for (var namespace : config.withArray("/linux/namespaces")) {
      if (namespace.path("type").asString().equals("pid")) {
        ((ObjectNode) namespace).put("path", "/proc/" + pid + "/ns/pid");
      }
    }
  }

  private static boolean endsWhatIsLeft(String command, Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.container(runtime)) {
      leaveTheSecondAlone(container, runtime);
      var line = new ArrayList<>(List.of(command.split(" ")));
      line.add(container.id());
      if (!command.equals("delete")) {
        line.add("KILL");
      }
      runtime.command(line.toArray(String[]::new)).run().succeeded();
      Container.await("end of all", () -> Cgroups.processes(bundle.cgroup()).isEmpty());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65", "1000000", "1000000000000"})
  void refusesNumbersThatTheKernelRefuses(String signal, Bundle bundle, OciRuntime runtime) {
    for (var each : runtime.besideRuncs()) {
      assertThat(answer(each, bundle, signal))
          .containsEntry("exit", "1")
          .containsEntry("error", " level=error msg=\"unable to signal init: invalid argument\"\n");
    }
  }

  /** Of these numbers runc drops the high bits, and so kills. */
  @ParameterizedTest
  @ValueSource(strings = {"4294967305", "-4294967287"})
  void refusesNumbersWhoseLowBitsAreASignal(String signal, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    assertThat(answer(runtime, bundle, signal).get("error"))
        .contains("unable to signal init: invalid argument");
  }

  /** A signal that is none must not count among those that end it. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "65", "1000000"})
  void doesNotEndACreatedContainerByANumberThatIsNone(
      String signal, Bundle bundle, OciRuntime runtime) {
    for (var each : runtime.besideRuncs()) {
      try (var container = bundle.freshRoot().args("/probe", "trap").container(each)) {
        container.create().succeeded();
        var outcome = container.kill(signal);
        assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.stderr()).contains("unable to signal init: invalid argument");
        assertThat(container.status()).isEqualTo("created");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RTMIN", "SIGRTMIN+3", "rtmax-1", "RTMAX"})
  void takesTheNamesThatOnlyCrunKnows(String signal, Bundle bundle, OciRuntime runtime) {
    var name = signal.toUpperCase(java.util.Locale.ROOT);
    assertThat(answer(runtime, bundle, signal))
        .isEqualTo(answer(OciRuntime.crun(), bundle, name))
        .containsEntry("exit", "0");
  }

  /**
   * The three containers that expressions choose from: {@code x-1}, {@code x-2} and {@code y-1}.
   */
  private static List<Container> three(OciRuntime runtime, Bundle bundle) {
    bundle.freshRoot().args("/probe", "trap");
    var containers = new ArrayList<Container>();
    for (var suffix : List.of("x-1", "x-2", "y-1")) {
      bundle.edit(
          config -> config.withObject("/linux").put("cgroupsPath", bundle.cgroup() + suffix));
      var container = bundle.container(runtime, bundle.id() + suffix);
      containers.add(container);
      container.create().succeeded();
    }
    return containers;
  }

  /** What is left of three containers, of which the second and third run, after a command. */
  private static List<String> afterwards(
      OciRuntime runtime, Bundle bundle, String expression, String... verb) {
    var containers = three(runtime, bundle);
    try {
      for (var container : containers.subList(1, 3)) {
        container.start().succeeded();
        container.awaitOutput("ready");
      }
      var line = new ArrayList<>(List.of(verb));
      line.add(expression.replace("ID", bundle.id()));
      var outcome = runtime.command(line.toArray(String[]::new)).run();
      var facts = new ArrayList<>(List.of("exit " + outcome.exit()));
      facts.add(outcome.stderr().isEmpty() ? "silent" : "warns");
      containers.forEach(container -> facts.add(container.status()));
      return facts;
    } finally {
      containers.forEach(Container::close);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDx-[0-9]", "^ID(x|y)-1$", "^x", "ID", "ID[[:alpha:]]-2", "IDy-\\d"})
  void killsWhatAnExpressionChoosesAsCrunDoes(
      String expression, Bundle bundle, OciRuntime runtime) {
    assertThat(killed(runtime, bundle, expression))
        .isEqualTo(killed(OciRuntime.crun(), bundle, expression));
  }

  /** Which of three running containers a signal has reached. */
  private static List<String> killed(OciRuntime runtime, Bundle bundle, String expression) {
    var containers = three(runtime, bundle);
    try {
      for (var container : containers) {
        container.start().succeeded();
        container.awaitOutput("ready");
      }
      var pattern = expression.replace("ID", bundle.id());
      assertThat(runtime.command("kill", "--regex", pattern, "USR1").run().exit()).isZero();
      // Each has told of this signal once it tells of the next.
      containers.forEach(container -> container.kill("USR2").succeeded());
      containers.forEach(container -> container.awaitOutput("signal 12"));
      return containers.stream().map(Container::output).toList();
    } finally {
      containers.forEach(Container::close);
    }
  }

  @Test
  void deletesWhatAnExpressionChoosesAsCrunDoes(Bundle bundle, OciRuntime runtime) {
    for (var expression : List.of("IDx", "^ID(x|y)-1$", "nobody")) {
      var plain = new String[] {"delete", "--regex"};
      var force = new String[] {"delete", "--force", "-r"};
      assertThat(afterwards(runtime, bundle, expression, force))
          .isEqualTo(afterwards(OciRuntime.crun(), bundle, expression, force));
      assertThat(afterwards(runtime, bundle, expression, plain))
          .as("without force: runc deletes what was never started, crun does not")
          .startsWith("exit 0");
    }
  }

  @Test
  void warnsOfWhatItCannotDeleteAndDoesTheRest(Bundle bundle, OciRuntime runtime) {
    var containers = three(runtime, bundle);
    containers.getFirst().start().succeeded();
    var outcome = runtime.command("delete", "--regex", bundle.id() + "[xy]").run().succeeded();
    assertThat(outcome.stderr().lines()).singleElement().asString().contains("level=warning");
    assertThat(outcome.stderr()).contains(containers.getFirst().id(), "is not stopped");
    assertThat(containers)
        .extracting(Container::status)
        .containsExactly("running", "missing", "missing");
    containers.forEach(Container::close);
  }

  @Test
  void refusesWhatIsNoExpression(OciRuntime runtime) {
    for (var verb : List.of("kill", "delete")) {
      var outcome = runtime.command(verb, "--regex", "a(").run();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("invalid regular expression `a(`: unmatched (");
    }
  }
}
