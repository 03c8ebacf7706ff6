package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** The life of pods and their containers. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriPodTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("pod: life of a sandbox")
  void leadsThroughTheLifeOfASandbox(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      assertThat(pod.status().path("state").asString()).isEqualTo("SANDBOX_READY");
      assertThat(pod.status().path("runtimeHandler").asString()).isEqualTo(runtime.name());
      pod.stop();
      assertThat(pod.status().path("state").asString()).isEqualTo("SANDBOX_NOTREADY");
    }
  }

  @Feature("pod: a container that ends, its exit code and its log")
  void reportsHowAContainerEnds(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.create("sh", "-c", "echo out; echo err >&2; exit 7");
      assertThat(container.state()).isEqualTo("CONTAINER_CREATED");
      var status = container.start().awaitEnd();
      assertThat(status.path("exitCode").asInt()).isEqualTo(7);
      assertThat(status.path("reason").asString()).isEqualTo("Error");
      assertThat(container.output().lines()).containsExactlyInAnyOrder("out", "err");
    }
  }
}
