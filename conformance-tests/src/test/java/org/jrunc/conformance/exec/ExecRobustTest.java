package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many commands at once, and ends in the middle: afterwards nothing is left. */
@BundleTest
class ExecRobustTest {

  @Test
  void runsFiftyCommandsAtOnce(Bundle bundle, OciRuntime runtime) {
    try (var target = Target.of(runtime, bundle)) {
      var running = new ArrayList<Command.Running>();
      for (int i = 0; i < 50; i++) {
        running.add(target.command(List.of(), "/probe", "exit", Integer.toString(i)).start());
      }
      for (int i = 0; i < 50; i++) {
        assertThat(running.get(i).await().exit()).isEqualTo(i);
      }
      assertThat(target.container().status()).isEqualTo("running");
    }
  }

  @Test
  void endsWithTheContainer(Bundle bundle, OciRuntime runtime) {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var command = target.command(List.of(), "/probe", "trap").start();
        Container.await("the command", () -> command.stdoutSoFar().contains("ready"));
        target.container().kill("KILL").succeeded();
        assertThat(command.await().exit()).as(judged.name()).isEqualTo(137);
      }
    }
  }

  /**
   * Whenever the container dies, each command ends, by itself or by an error, and leaves nothing.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 8, 12, 20})
  void survivesTheDeathOfTheContainerAtAnyTime(int millis, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      var running = new ArrayList<Command.Running>();
      for (int i = 0; i < 5; i++) {
        running.add(target.command(List.of(), "/probe", "wait").start());
      }
      Container.pause(millis);
      target.container().kill("KILL");
      for (var command : running) {
        assertThat(command.await().exit()).isIn(137, 255);
      }
    }
  }

  /** Nobody would take what the command says, so it ends too. */
  @Test
  void endsTheCommandWhoseCallerIsKilled(Bundle bundle, OciRuntime runtime) throws Exception {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      var file = Suite.newPath("pid");
      var running =
          target.command(List.of("--pid-file", file.toString()), "/probe", "wait").start();
      Container.await("the pid file", () -> Files.exists(file));
      var pid = Long.parseLong(Target.text(file));
      running.process().destroyForcibly().waitFor();
      target.container().awaitEnd(pid);
      assertThat(target.container().status()).isEqualTo("running");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 10})
  void leavesNothingOfACommandWhoseCallerIsKilledOnTheWay(
      int millis, Bundle bundle, OciRuntime runtime) throws Exception {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      var running = target.command(List.of(), "/probe", "wait").start();
      Container.pause(millis);
      running.process().destroyForcibly().waitFor();
      var pid = target.container().pid();
      Container.await(
          "the end of the command",
          () ->
              org.jrunc.conformance.support.Cgroups.processes(bundle.cgroup())
                  .equals(java.util.Set.of(pid)));
    }
  }

  @Test
  void failsInTheEndIfThePidFileCannotBeWritten(Bundle bundle, OciRuntime runtime) {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var pid = target.container().pid();
        var outcome =
            target.exec(List.of("--detach", "--pid-file", "/nowhere/below/pid"), "/probe", "wait");
        assertThat(outcome.exit()).as(judged.name()).isEqualTo(255);
        Container.await(
            "the end of the command",
            () ->
                org.jrunc.conformance.support.Cgroups.processes(bundle.cgroup())
                    .equals(java.util.Set.of(pid)));
      }
    }
  }
}
