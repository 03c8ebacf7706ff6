package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@BundleTest
class StateTableTest {

  /**
   * A state that a container can be brought to; {@code stopped} by its own exit, {@code killed} by
   * a signal.
   */
  enum State {
    MISSING,
    CREATED,
    RUNNING,
    PAUSED,
    STOPPED,
    KILLED;

    void reach(Container container) {
      if (this == MISSING) {
        return;
      }
      container.create().succeeded();
      var pid = container.pid();
      if (this == CREATED) {
        return;
      }
      container.start().succeeded();
      container.awaitOutput("ready");
      if (this == PAUSED) {
        container.runtime().command("pause", container.id()).run().succeeded();
        return;
      }
      if (this != RUNNING) {
        container.kill(this == STOPPED ? "TERM" : "KILL").succeeded();
        container.awaitEnd(pid);
      }
    }
  }

  /** A command on a container, whatever its state. */
  record Verb(String name, Function<Container, Outcome> run) {
    /** A command whose last word is the container. */
    static Verb of(String name) {
      var words = (name + " ID").split(" ");
      return new Verb(
          name,
          container -> {
            words[words.length - 1] = container.id();
            return container.runtime().command(words).run();
          });
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Verb> VERBS =
      List.of(
          new Verb("create", Container::create),
          new Verb("run detached", container -> container.run("--detach")),
          new Verb("start", Container::start),
          new Verb("state", Container::state),
          new Verb("kill", container -> container.runtime().command("kill", container.id()).run()),
          new Verb("kill KILL", container -> container.kill("KILL")),
          new Verb("kill sigusr1", container -> container.kill("sigusr1")),
          new Verb("kill 10", container -> container.kill("10")),
          new Verb("kill NOSUCH", container -> container.kill("NOSUCH")),
          new Verb(
              "kill --all 9",
              container -> container.runtime().command("kill", "--all", container.id(), "9").run()),
          Verb.of("pause"),
          Verb.of("resume"),
          Verb.of("ps"),
          Verb.of("ps --format json"),
          Verb.of("events --stats"),
          Verb.of("events --interval 0"),
          Verb.of("update --pids-limit 50"),
          new Verb("delete", Container::delete),
          new Verb("delete --force", container -> container.delete("--force")));

  static Stream<Arguments> table() {
    return Arrays.stream(State.values())
        .flatMap(state -> VERBS.stream().map(verb -> Arguments.of(state, verb)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void answersAsRuncDoes(State state, Verb verb, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    var answer = answer(runtime, bundle, state, verb);
    var scenario = state + " " + verb;
    for (var runc : OciRuntime.runcs()) {
      var differences = answer.differencesFrom(answer(runc, bundle, state, verb));
      assertThat(KnownDifferences.unexplained(runtime, scenario, differences))
          .as("answers that differ from those of %s", runc)
          .isEmpty();
    }
  }

  private static Facts answer(OciRuntime runtime, Bundle bundle, State state, Verb verb) {
    try (var container = bundle.freshRoot().container(runtime)) {
      state.reach(container);
      var outcome = verb.run.apply(container);
      var facts = new TreeMap<>(Map.of("exit", Integer.toString(outcome.exit())));
      facts.put("phrases", outcome.phrases().toString());
      facts.put(
          "stdout",
          outcome.stdout().isEmpty() || outcome.stdout().startsWith("ready")
              ? "silent"
              : "something");
      facts.put("stderr", outcome.stderr().isEmpty() ? "silent" : error(outcome, container));
      facts.put("status afterwards", settled(container));
      return new Facts(facts);
    }
  }

  private static String error(Outcome outcome, Container container) {
    return outcome
        .stderr()
        .replaceAll("time=\"[^\"]*\"", "")
        .replaceAll("\\bjrunc\\b", "runc")
        .replace(container.id(), "ID")
        .strip();
  }

  /** The status once it has had half a second to change: a killed process needs a moment to die. */
  private static String settled(Container container) {
    var status = container.status();
    for (var i = 0; i < 10 && (status.equals("running") || status.equals("created")); i++) {
      Container.pause(50);
      status = container.status();
    }
    return status;
  }
}
