package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class HookTest {
  private static final List<String> ON_THE_HOST =
      List.of("prestart", "createRuntime", "createContainer", "poststart", "poststop");

  /**
   * What one hook saw; in the state, what changes from run to run or from runtime to runtime is
   * replaced.
   */
  private record Call(
      String name, List<String> arguments, List<String> environment, String cwd, String state) {}

  @Test
  @Covers({"/annotations", "/hooks"})
  void runsAllSixKindsInOrderWithTheStateOnTheirInput(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var record = bundle.newDirectory("record").resolve("calls");
    bundle.edit(
        c ->
            c.putObject("annotations")
                .put("z", "last")
                .put("a", "<first> & \u2028 \u00e9 \t \"/\"")
                .put("org.test/empty", ""));
    bundle.mount("/record", "bind", record.getParent() + "", "bind", "rw").args("/probe", "true");
    for (var kind : ON_THE_HOST) {
      for (var number : List.of("1", "2")) {
        var env = Map.of("KIND", kind);
        bundle.hook(
            kind,
            Suite.program("probe").toString(),
            env,
            "probe",
            "hook",
            record.toString(),
            kind + number);
      }
    }
    bundle.hook(
        "startContainer", "/probe", Map.of(), "probe", "hook", "/record/calls", "startContainer");
    var reference = calls(OciRuntime.runc(), bundle, record);
    var calls = calls(runtime, bundle, record);
    assertThat(calls.stream().map(Call::name))
        .as("the order of runtime.md, Lifecycle")
        .containsExactly(
            "prestart1",
            "prestart2",
            "createRuntime1",
            "createRuntime2",
            "createContainer1",
            "createContainer2",
            "startContainer",
            "poststart1",
            "poststart2",
            "poststop1",
            "poststop2");
    assertThat(
            KnownDifferences.unexplained(
                runtime, "hooks", byName(calls).differencesFrom(byName(reference))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prestart", "createRuntime", "createContainer", "poststart", "poststop"})
  @Covers({"/hooks/{0}", "/hooks/{0}/*/path", "/hooks/{0}/*/args", "/hooks/{0}/*/env"})
  void runsAHookOnTheHostWithItsArgumentsAndNoOtherEnvironment(
      String kind, Bundle bundle, OciRuntime runtime) throws IOException {
    var record = bundle.newDirectory("record").resolve("calls");
    var program = Suite.program("probe").toString();
    bundle.args("/probe", "true");
    bundle.hook(kind, program, Map.of("KIND", kind), "a", "hook", record.toString(), "called");
    var call = calls(runtime, bundle, record).getFirst();
    assertThat(call.arguments).containsExactly("a", "hook", record.toString(), "called");
    assertThat(call.environment).containsExactly("KIND=" + kind);
  }

  @Test
  @Covers({
    "/hooks/startContainer",
    "/hooks/startContainer/*/path",
    "/hooks/startContainer/*/args",
    "/hooks/startContainer/*/env"
  })
  void runsAHookInTheContainerWithItsArgumentsAndNoOtherEnvironment(
      Bundle bundle, OciRuntime runtime) throws IOException {
    var record = bundle.newDirectory("record").resolve("calls");
    bundle.mount("/record", "bind", record.getParent() + "", "bind", "rw").args("/probe", "true");
    bundle.hook(
        "startContainer", "/probe", Map.of("A", "b"), "a", "hook", "/record/calls", "called");
    var call = calls(runtime, bundle, record).getFirst();
    assertThat(call.arguments).containsExactly("a", "hook", "/record/calls", "called");
    assertThat(call.environment).containsExactly("A=b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prestart", "createRuntime", "poststart", "poststop"})
  @Covers("/hooks/{0}/*/env")
  void givesAHookWithoutEnvironmentTheCallersAsRuncDoes(
      String kind, Bundle bundle, OciRuntime runtime) throws IOException {
    var record = bundle.newDirectory("record").resolve("calls");
    bundle.args("/probe", "true");
    bundle.hook(
        kind, Suite.program("probe").toString(), Map.of(), "probe", "hook", record + "", kind);
    var expected = calls(OciRuntime.runc(), bundle, record).getFirst().environment;
    assertThat(calls(runtime, bundle, record).getFirst().environment)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prestart", "createRuntime", "createContainer", "startContainer", "poststart"})
  @Covers({"/hooks/{0}", "/hooks/{0}/*/path", "/hooks/{0}/*/args"})
  void saysOfAHookThatFailsWhatHelpsToFindOutWhy(String kind, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.args("/probe", "wait");
    var inside = kind.equals("startContainer");
    var path = inside ? "/probe" : "/bin/sh";
    var good = inside ? "true" : "-c";
    bundle.hook(kind, path, Map.of(), "x", good, "true");
    bundle.hook(
        kind,
        path,
        Map.of(),
        "x",
        inside ? "exit" : "-c",
        inside ? "3" : "echo out; echo no >&2; exit 3");
    assertThat(complaint(bundle, runtime))
        .contains("error running " + kind + " hook #1: exit status 3 after ")
        .containsPattern("after [0-9]{1,4} ms, path: " + path + ", args: \\[x, ")
        .contains(inside ? "exit, 3]" : "exit 3], output: out; no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prestart", "createRuntime", "createContainer", "startContainer", "poststart"})
  void saysThatAHookIsNotThereInTheWordsOfRunc(String kind, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.args("/probe", "wait").hook(kind, "/no/such/hook", Map.of(), "x");
    assertThat(complaint(bundle, runtime))
        .contains(
            "error running "
                + kind
                + " hook #0: fork/exec /no/such/hook: no such file or directory after ");
  }

  @ParameterizedTest
  @CsvSource({
    "createRuntime, 9, killed",
    "createContainer, 9, killed",
    "createRuntime, 24, CPU time limit exceeded",
    "createContainer, 31, bad system call",
    "createRuntime, 34, signal 34"
  })
  void namesTheSignalThatEndedAHook(
      String kind, int signal, String words, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.hook(kind, "/bin/sh", Map.of(), "sh", "-c", "kill -" + signal + " $$");
    assertThat(complaint(bundle, runtime))
        .contains(
            "error during container init: error running "
                + kind
                + " hook #0: signal: "
                + words
                + " after ");
  }

  private static String complaint(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.container(runtime)) {
      var created = container.create();
      return created.exit() == 0 ? container.start().stderr() : created.stderr();
    }
  }

  private static Facts byName(List<Call> calls) {
    var facts = new TreeMap<String, String>();
    for (var call : calls) {
      facts.put(call.name, call.arguments + " " + call.environment + " " + call.state);
      facts.put(call.name + " cwd", call.cwd);
    }
    return new Facts(facts);
  }

  private static List<Call> calls(OciRuntime runtime, Bundle bundle, Path record)
      throws IOException {
    Files.deleteIfExists(record);
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create().succeeded();
      var pid = container.pid();
      container.start().succeeded();
      container.awaitEnd(pid);
      container.delete().succeeded();
    }
    var calls = new ArrayList<Call>();
    for (var text : Files.readString(record).split("(?m)^hook ")) {
      if (!text.isBlank()) {
        calls.add(call(text.lines().toList()));
      }
    }
    return calls;
  }

  private static Call call(List<String> lines) {
    // As bytes: scripts cut what they need out of it with sed.
    var state =
        lines
            .getLast()
            .substring("state ".length())
            .replaceFirst("\"ociVersion\":\"[0-9.a-z-]+\"", "\"ociVersion\":VERSION")
            .replaceFirst("\"pid\":[0-9]{2,}", "\"pid\":NUMBER");
    return new Call(
        lines.getFirst(),
        all("arg ", lines),
        all("env ", lines),
        all("cwd ", lines).toString(),
        all("umask ", lines) + " " + state);
  }

  private static List<String> all(String prefix, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prestart",
        "createRuntime",
        "createContainer",
        "startContainer",
        "poststart",
        "poststop"
      })
  void treatsAHookThatFailsAsRuncDoes(String kind, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    var path = kind.equals("startContainer") ? "/probe" : Suite.program("probe").toString();
    bundle.hook(kind, path, Map.of(), "probe", "exit", "3");
    var reference = course(OciRuntime.runc(), bundle);
    var course = course(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, kind + " fails", course.differencesFrom(reference)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
  @Covers("/hooks/{0}/*/timeout")
  void killsAHookThatTakesTooLong(String kind, Bundle bundle, OciRuntime runtime) {
    bundle.hook(kind, Suite.program("probe").toString(), Map.of(), "probe", "wait");
    bundle.edit(
        c ->
            c.withArray("/hooks/" + kind)
                .forEach(h -> ((tools.jackson.databind.node.ObjectNode) h).put("timeout", 1)));
    var before = System.nanoTime();
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(System.nanoTime() - before).isBetween(900_000_000L, 20_000_000_000L);
    assertThat(outcome.stderr()).contains("hook ran past specified timeout of 1.0s");
  }

  /** Exit codes of create, start and delete, and the status after each. */
  private static Facts course(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var course = new TreeMap<String, String>();
      course.put("1 create", container.create().exit() + " " + container.status());
      course.put("2 start", container.start().exit() + " " + settled(container));
      container.kill("KILL");
      Container.await("the end", () -> !container.status().equals("running"));
      course.put("3 delete", container.delete().exit() + " " + container.status());
      return new Facts(course);
    }
  }

  private static String settled(Container container) {
    Container.pause(300);
    return container.status();
  }
}
