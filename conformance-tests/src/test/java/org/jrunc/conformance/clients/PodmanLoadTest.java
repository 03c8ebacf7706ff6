package org.jrunc.conformance.clients;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Many containers at once. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanLoadTest {
  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature(Load.FEATURE)
  void survivesALoad(OciRuntime runtime) throws InterruptedException {
    try (var podman = Podman.with(runtime)) {
      podman.output(List.of("--network=none"), "true");
      Load.carry("podman", runtime, number -> live(podman, "c" + number));
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
