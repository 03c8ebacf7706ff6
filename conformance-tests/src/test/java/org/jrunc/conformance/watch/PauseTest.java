package org.jrunc.conformance.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;

@BundleTest
class PauseTest {

  private static Container running(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "trap").container(runtime);
    container.create().succeeded();
    container.start().succeeded();
    container.awaitOutput("ready");
    return container;
  }

  private static Outcome run(Container container, String verb) {
    return container.runtime().command(verb, container.id()).run();
  }

  @Test
  void aPausedContainerDoesNothingUntilItIsResumed(Bundle bundle, OciRuntime runtime) {
    var container = running(bundle, runtime);
    assertThat(Answer.of(run(container, "pause"))).isEqualTo(new Answer(0, "", ""));
    assertThat(container.status()).isEqualTo("paused");
    assertThat(freezer(bundle)).isEqualTo("FROZEN");
    container.kill("USR1").succeeded();
    Container.pause(100);
    assertThat(container.output()).doesNotContain("signal 10");
    assertThat(Answer.of(run(container, "resume"))).isEqualTo(new Answer(0, "", ""));
    container.awaitOutput("signal 10");
    assertThat(container.status()).isEqualTo("running");
    assertThat(freezer(bundle)).isEqualTo("THAWED");
  }

  private static String freezer(Bundle bundle) {
    return Cgroups.value("freezer", bundle.cgroup(), "freezer.state");
  }

  @Test
  void aCreatedContainerCanBePaused(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "trap").container(runtime);
    container.create().succeeded();
    run(container, "pause").succeeded();
    assertThat(container.status()).isEqualTo("paused");
    assertThat(container.start().stderr()).contains("cannot start a container in the paused state");
    run(container, "resume").succeeded();
    assertThat(container.status()).isEqualTo("created");
    container.start().succeeded();
    container.awaitOutput("ready");
  }

  @Test
  void aPausedContainerDiesOfSigkill(Bundle bundle, OciRuntime runtime) {
    var container = running(bundle, runtime);
    var pid = container.pid();
    run(container, "pause").succeeded();
    container.kill("KILL").succeeded();
    container.awaitEnd(pid);
    assertThat(container.status()).isEqualTo("stopped");
    container.delete().succeeded();
  }

  @Test
  void aPausedContainerIsDeletedByForceOnly(Bundle bundle, OciRuntime runtime) {
    var container = running(bundle, runtime);
    run(container, "pause").succeeded();
    assertThat(container.delete().stderr())
        .contains("cannot delete container " + bundle.id() + " that is not stopped: paused");
    container.delete("--force").succeeded();
    assertThat(container.status()).isEqualTo("missing");
  }

  /** runc tries a thousand times and gives up, and so do we. */
  @Test
  void aProcessThatCannotBeFrozenIsGivenUpAndGoesOn(Bundle bundle, OciRuntime runtime)
      throws IOException {
    try (var disk = new StuckDisk()) {
      bundle
          .args("/probe", "sync", "/disk/file")
          .mount("/disk", "bind", disk.mount().toString(), "bind");
      assertThat(stuck(runtime, bundle, disk))
          .isEqualTo(stuck(OciRuntime.runc(), bundle, disk))
          .satisfies(
              answers -> assertThat(answers.getFirst().error()).contains("unable to freeze"));
    }
  }

  private static List<Answer> stuck(OciRuntime runtime, Bundle bundle, StuckDisk disk) {
    return Answer.all(
        runtime,
        bundle,
        container -> {
          container.run("--detach").succeeded();
          container.awaitOutput("ready");
          Outcome refusal;
          try {
            disk.stick(container.pid());
            refusal = run(container, "pause");
            assertThat(freezer(bundle)).isEqualTo("THAWED");
            assertThat(container.status()).isEqualTo("running");
          } finally {
            disk.release();
          }
          // It may still be waiting for what it has written meanwhile.
          Container.await("the pause", () -> run(container, "pause").exit() == 0);
          return List.of(refusal, run(container, "resume"));
        });
  }

  /** As it freezes for ever, runc would wait for ever to know the state of the container. */
  @Test
  void whatSomebodyElseCouldNotFreezeCanBeResumed(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    try (var disk = new StuckDisk()) {
      bundle
          .args("/probe", "sync", "/disk/file")
          .mount("/disk", "bind", disk.mount().toString(), "bind");
      var container = bundle.container(runtime);
      try {
        container.run("--detach").succeeded();
        container.awaitOutput("ready");
        disk.stick(container.pid());
        var state = Cgroups.directory("freezer", bundle.cgroup()).resolve("freezer.state");
        Files.writeString(state, "FROZEN");
        assertThat(freezer(bundle)).isEqualTo("FREEZING");
        assertThat(container.status()).isEqualTo("paused");
        run(container, "resume").succeeded();
        assertThat(container.status()).isEqualTo("running");
      } finally {
        // A process that waits for the disk cannot be killed, and keeps it mounted.
        disk.release();
        container.close();
      }
    }
  }

  @Test
  void whoPausesTwiceIsToldAsByRunc(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "wait");
    var answers = Answer.all(runtime, bundle, PauseTest::pausedTwice);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answers)
          .as("%s", reference)
          .isEqualTo(Answer.all(reference, bundle, PauseTest::pausedTwice));
    }
  }

  private static List<Outcome> pausedTwice(Container container) {
    container.run("--detach").succeeded();
    return List.of(
        run(container, "resume"),
        run(container, "pause"),
        run(container, "pause"),
        run(container, "resume"),
        run(container, "resume"));
  }
}
