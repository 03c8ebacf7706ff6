package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Hooks that never end, of the kinds that run after {@code create}. */
@BundleTest
class HookTimeoutTest {

  @ParameterizedTest
  @ValueSource(strings = {"startContainer", "poststart", "poststop"})
  @Covers("/hooks/{0}/*/timeout")
  void killsAHookThatTakesTooLong(String kind, Bundle bundle, OciRuntime runtime) {
    var path = kind.equals("startContainer") ? "/probe" : Suite.program("probe").toString();
    bundle.hook(kind, path, Map.of(), "probe", "wait").args("/probe", "true");
    bundle.edit(
        config ->
            config
                .withArray("/hooks/" + kind)
                .forEach(hook -> ((ObjectNode) hook).put("timeout", 1)));
    var before = System.nanoTime();
    try (var container = bundle.container(runtime)) {
      container.create();
      container.start();
      Container.await("the end", () -> !container.status().matches("running|created"));
      container.delete();
    }
    assertThat(System.nanoTime() - before).isBetween(900_000_000L, 15_000_000_000L);
  }
}
