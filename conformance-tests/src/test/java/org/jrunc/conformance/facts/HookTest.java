package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class HookTest {
  private static final List<String> ON_THE_HOST =
      List.of("prestart", "createRuntime", "createContainer", "poststart", "poststop");

  /** What one hook saw; the state as the text of its fields that do not change from run to run. */
  private record Call(
      String name, List<String> arguments, List<String> environment, String cwd, String state) {}

  @Test
  @Covers({"/annotations", "/hooks"})
  void runsAllSixKindsInOrderWithTheStateOnTheirInput(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var record = bundle.newDirectory("record").resolve("calls");
    bundle.edit(c -> c.putObject("annotations").put("org.example.name", "told to the hooks"));
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

  private static Facts byName(List<Call> calls) {
    var facts = new TreeMap<String, String>();
    calls.forEach(call -> facts.put(call.name, call.toString()));
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
    var state = Bundle.json(lines.getLast().substring("state ".length()));
    var told =
        List.of("id", "status", "bundle", "annotations").stream()
            .map(f -> f + "=" + state.path(f))
            .collect(Collectors.joining(" "));
    var pid = state.path("pid").asLong() > 0 ? "pid given" : "pid " + state.path("pid");
    return new Call(
        lines.getFirst(),
        all("arg ", lines),
        all("env ", lines),
        all("cwd ", lines).toString(),
        told + " " + pid);
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
