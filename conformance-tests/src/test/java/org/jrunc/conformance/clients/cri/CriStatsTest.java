package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** What kubelets and metrics servers are told about the use of resources. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriStatsTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("stats: of a container")
  void tellsWhatAContainerUses(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.start(
              "sh", "-c", "head -c 20000000 /dev/zero | tail -c 1 >/dev/null; sleep infinity");
      Container.await(
          "statistics",
          () -> {
            var stats = container.ask("ContainerStats").path("stats");
            return stats.at("/cpu/usageCoreNanoSeconds/value").asLong() > 0
                && stats.at("/memory/workingSetBytes/value").asLong() > 0;
          });
      assertThat(container.ask("ContainerStats").at("/stats/attributes/id").asString())
          .isEqualTo(container.id());
    }
  }

  @Feature("stats: of all containers of a pod")
  void listsStatistics(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var first = pod.start("sleep", "infinity");
      var second = pod.start("sleep", "infinity");
      var stats = pod.list("ListContainerStats", "stats");
      assertThat(stats)
          .extracting(entry -> entry.at("/attributes/id").asString())
          .containsExactlyInAnyOrder(first.id(), second.id());
      assertThat(stats).allMatch(entry -> entry.at("/memory/workingSetBytes/value").asLong() > 0);
    }
  }

  @Feature("stats: of a pod, with network and processes")
  void tellsWhatAPodUses(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      pod.start("sleep", "infinity");
      var linux = pod.ask("PodSandboxStats").at("/stats/linux");
      assertThat(linux.at("/cpu/usageCoreNanoSeconds/value").asLong()).isPositive();
      assertThat(linux.at("/memory/usageBytes/value").asLong()).isPositive();
      assertThat(linux.at("/network/defaultInterface/name").asString()).isEqualTo("eth0");
      assertThat(linux.at("/process/processCount/value").asLong()).isPositive();
      assertThat(linux.path("containers")).hasSize(1);
    }
  }
}
