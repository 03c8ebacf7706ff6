package org.jrunc.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;

@BundleTest
class LoadTest {
  private static final int IN_SEQUENCE = Integer.getInteger("jrunc.load.sequence", 500);
  private static final int AT_ONCE = Integer.getInteger("jrunc.load.atOnce", 50);

  @Test
  void runsManyContainersOneAfterTheOtherWithAnEngineThatDoesNotGrow(
      Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "true").container(runtime);
    for (var i = 0; i < IN_SEQUENCE / 2; i++) {
      oneLife(container, i);
    }
    var half = Engine.of(runtime);
    var memory = half.map(Engine::residentKib);
    for (var i = IN_SEQUENCE / 2; i < IN_SEQUENCE; i++) {
      oneLife(container, i);
    }
    assertThat(Engine.of(runtime)).as("the engine that served the first half").isEqualTo(half);
    memory.ifPresent(
        before -> {
          var after = half.orElseThrow().residentKib();
          assertThat(after)
              .as("resident KiB of the engine, %d at half time", before)
              .isLessThan(before + before / 5);
        });
  }

  private static void oneLife(Container container, int number) {
    if (number % 5 > 0) {
      container.run().succeeded();
      return;
    }
    container.create().succeeded();
    var pid = container.pid();
    container.start().succeeded();
    container.awaitEnd(pid);
    container.delete().succeeded();
  }

  @Test
  void runsManyContainersAtOnce(OciRuntime runtime)
      throws InterruptedException, ExecutionException {
    var bundles = new ArrayList<Bundle>();
    for (var i = 0; i < AT_ONCE; i++) {
      bundles.add(Bundle.create().args("/probe", "trap"));
    }
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var lives = new ArrayList<Future<?>>();
      bundles.forEach(
          bundle -> lives.add(threads.submit(() -> wholeLife(bundle.container(runtime)))));
      for (var life : lives) {
        life.get();
      }
    } finally {
      bundles.forEach(bundle -> bundle.container(runtime).close());
    }
  }

  /** Their processes are killed for want of memory, each at its own point. */
  @Test
  void makesNoContainerOfAProcessThatDiesMeanwhile(OciRuntime runtime)
      throws InterruptedException, ExecutionException {
    var exits = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var i = 0; i < 100; i++) {
        var bundle =
            Bundle.create().edit(c -> c.withObject("/linux/resources/memory").put("limit", 1));
        exits.add(threads.submit(() -> exitOf(bundle.container(runtime))));
      }
    }
    for (var exit : exits) {
      assertThat(exit.get()).isEqualTo(1);
    }
  }

  private static int exitOf(Container container) {
    try (container) {
      var exit = container.create().exit();
      assertThat(container.status()).isEqualTo(exit == 0 ? "created" : "missing");
      return exit;
    }
  }

  private static void wholeLife(Container container) {
    container.create().succeeded();
    var pid = container.pid();
    container.start().succeeded();
    container.awaitOutput("ready");
    assertThat(container.status()).isEqualTo("running");
    container.kill("KILL").succeeded();
    container.awaitEnd(pid);
    container.delete().succeeded();
  }

  @Test
  void keepsCommandsOnOneContainerApart(Bundle bundle, OciRuntime runtime)
      throws InterruptedException, ExecutionException {
    bundle.args("/probe", "wait");
    var container = bundle.container(runtime);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var creates = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 8; i++) {
        creates.add(threads.submit(() -> bundle.container(runtime).create().exit()));
      }
      var exits = new ArrayList<Integer>();
      for (var create : creates) {
        exits.add(create.get());
      }
      assertThat(exits).containsOnly(0, 1).containsOnlyOnce(0);
    }
    assertThat(container.status()).isEqualTo("created");
    assertThat(List.of(container.start().exit(), container.start().exit())).containsExactly(0, 1);
  }
}
