package org.jrunc.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every process that takes part is killed at every step of the life of a container that a hook can
 * hold.
 */
@BundleTest
class KilledAtAStepTest {

  /** A step at which a hook of this kind holds the command. */
  enum Step {
    prestart,
    createRuntime,
    createContainer,
    startContainer,
    poststart,
    poststop
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Step.values())
        .flatMap(step -> Arrays.stream(Victim.values()).map(victim -> Arguments.of(step, victim)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesNothingThatDeleteByForceDoesNotRemove(
      Step step, Victim victim, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var held = hold(bundle, step);
    var container = bundle.args("/probe", "trap").container(runtime);
    var command = reach(step, container);
    Container.await("the hook", () -> Files.exists(held));
    victim.kill(runtime, bundle, command);
    if (victim != Victim.ENGINE && victim != Victim.CLIENT) {
      release(held);
    }
    command.await();
    // The hook that holds again when the container is deleted is taken out: it has done its part.
    bundle.writeConfig(bundle.config().toString());
    release(held);
    var deleted = container.deleteCommand("--force").start();
    for (var i = 0; i < 500 && deleted.process().isAlive(); i++) {
      release(held);
      Container.pause(20);
    }
    assertThat(deleted.await().exit()).as(deleted.toString()).isZero();
    assertThat(container.status()).isEqualTo("missing");
  }

  @ParameterizedTest
  @EnumSource(names = {"ENGINE", "EXECUTOR"})
  void survivesADeathWhileTheContainerWaitsToBeStarted(
      Victim victim, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var container = bundle.args("/probe", "trap").container(runtime);
    container.create().succeeded();
    var pid = container.pid();
    victim.kill(runtime, bundle, container.createCommand().start());
    if (victim == Victim.EXECUTOR) {
      container.awaitEnd(pid);
      assertThat(container.status()).isEqualTo("stopped");
      assertThat(container.start().exit()).isEqualTo(1);
    } else {
      container.start().succeeded();
      container.awaitOutput("ready");
    }
    assertThat(container.delete("--force").exit()).isZero();
  }

  /** Runs commands up to the one that the hook holds, and returns that one. */
  private static Command.Running reach(Step step, Container container) {
    if (step == Step.startContainer || step == Step.poststart) {
      container.create().succeeded();
      return container.startCommand().start();
    }
    if (step == Step.poststop) {
      container.create().succeeded();
      return container.deleteCommand("--force").start();
    }
    return container.createCommand().start();
  }

  private static Path hold(Bundle bundle, Step step) {
    var held = bundle.newDirectory("held").resolve("pid");
    if (step == Step.startContainer) {
      bundle.mount("/held", "bind", held.resolveSibling(".").normalize().toString(), "bind", "rw");
      bundle.hook(step.name(), "/probe", Map.of(), "probe", "stall", "/held/pid");
    } else {
      bundle.hook(
          step.name(),
          Suite.program("probe").toString(),
          Map.of(),
          "probe",
          "stall",
          held.toString());
    }
    return held;
  }

  /**
   * Ends the hook if it still runs: a hook on the host by its pid; one in the container ends with
   * the container.
   */
  private static void release(Path held) {
    if (!Files.exists(held)) {
      return;
    }
    var name = held.toString();
    ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().arguments().map(a -> Arrays.asList(a).contains(name)).orElse(false))
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(a -> a.length > 0 && a[0].equals("stall"))
                    .orElse(false))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
