package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Commands in running containers: exec probes and what kubectl(1) asks for. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriExecTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("exec: output and exit code")
  void handsOnOutputAndExitCode(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.start("sleep", "infinity");
      assertThat(container.exec("sh", "-c", "echo out; echo err >&2; exit 7"))
          .isEqualTo(new PodContainer.Executed(7, "out\nerr\n"));
    }
  }

  @Feature("exec: a command that is missing")
  void namesAMissingCommand(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.start("sleep", "infinity");
      assertThatThrownBy(() -> container.exec("missing"))
          .hasMessageContaining("OCI runtime exec failed")
          .hasMessageMatching("(?s).*executable file .*not found in \\$PATH.*");
    }
  }

  @Feature("exec: killed at its timeout, with what it started")
  void killsACommandAtItsTimeout(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.start("sleep", "infinity");
      assertThatThrownBy(
              () -> container.ask("ExecSync", "{'cmd': ['sleep', '1111'], 'timeout': 1}"))
          .hasMessageContaining("timeout 1s exceeded");
      assertThat(container.exec("ps").output()).doesNotContain("1111");
    }
  }

  @Feature("exec: probes of several containers at once, again and again")
  void answersProbes(OciRuntime runtime) throws InterruptedException {
    try (var pod = Pod.run(runtime);
        var probers = Executors.newFixedThreadPool(4)) {
      var containers = Stream.generate(() -> pod.start("sleep", "infinity")).limit(4).toList();
      var probes = new ArrayList<Callable<PodContainer.Executed>>();
      for (var round = 0; round < 10; round++) {
        for (var container : containers) {
          probes.add(() -> container.exec("sh", "-c", "echo alive"));
        }
      }
      assertThat(probers.invokeAll(probes))
          .allSatisfy(
              probe -> assertThat(probe.get()).isEqualTo(new PodContainer.Executed(0, "alive\n")));
    }
  }

  @Feature("exec: as the user and in the place of the container")
  void runsWhereTheContainerDoes(OciRuntime runtime) {
    var config =
        "{'workingDir': '/home/app', 'envs': [{'key': 'A', 'value': 'b'}], 'linux':"
            + " {'securityContext': {'runAsUser': {'value': 1000}, 'capabilities':"
            + " {'dropCapabilities': ['ALL']}, 'noNewPrivs': true}}}";
    var facts =
        "id -u; pwd; echo $A; grep -E 'CapBnd|NoNewPrivs' /proc/self/status; cat /proc/self/cgroup";
    try (var pod = Pod.run(runtime)) {
      var container = pod.configured(config, "sh", "-c", facts + "; sleep infinity").start();
      Container.await("facts", () -> container.output().contains("0::"));
      assertThat(container.exec("sh", "-c", facts).output().strip()).isEqualTo(container.output());
    }
  }
}
