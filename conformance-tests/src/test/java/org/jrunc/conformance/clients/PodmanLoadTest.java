package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.ClientResults;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Many containers at once. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanLoadTest {
  private static final int CONTAINERS = 100;
  private static final int AT_ONCE = 10;

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("100 containers, 10 at a time, with health checks")
  void survivesALoad(OciRuntime runtime) throws Exception {
    try (var podman = Podman.with(runtime);
        var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      podman.output(List.of("--network=none"), "true");
      var begin = System.nanoTime();
      var lives =
          IntStream.range(0, CONTAINERS)
              .mapToObj(i -> workers.submit(() -> live(podman, "c" + i)))
              .toList();
      for (var each : lives) {
        assertThat(each.get()).isEqualTo("probed");
      }
      var time = System.nanoTime() - begin;
      ClientResults.took(
          "podman",
          "%d containers, %d at a time, with health checks".formatted(CONTAINERS, AT_ONCE),
          runtime.name(),
          time);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    }
  }

  /** Starts one, probes it and removes it; what the probe left in it. */
  private static String live(Podman podman, String name) {
    var options =
        List.of("--network=none", "--health-cmd=echo probed >/f", "--health-interval=disable");
    podman.start(name, options, "sleep", "1000");
    podman.says("healthcheck", "run", name);
    var left = podman.says("exec", name, "cat", "/f");
    podman.says("rm", "--force", "--time=0", name);
    return left;
  }
}
