package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** What a kubelet is told when something fails. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriFailureTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("failure: image without the command")
  void namesAMissingCommand(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.create("missing");
      assertThatThrownBy(container::start)
          .hasMessageContaining("failed to create containerd task")
          .hasMessageContaining(
              runtime.name().equals("crun")
                  ? "executable file `missing` not found in $PATH"
                  : "exec: \"missing\": executable file not found in $PATH");
      var status = container.status();
      assertThat(status.path("state").asString()).isEqualTo("CONTAINER_EXITED");
      assertThat(status.path("exitCode").asInt()).isEqualTo(128);
      assertThat(status.path("reason").asString()).isEqualTo("StartError");
    }
  }

  @Feature("failure: a command that may not be executed")
  void namesAFileThatIsNotExecutable(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.create("/etc/passwd");
      assertThatThrownBy(container::start)
          .hasMessageContaining(
              runtime.name().equals("crun")
                  ? "open executable: Permission denied"
                  : "exec: \"/etc/passwd\": permission denied");
      assertThat(container.status().path("exitCode").asInt()).isEqualTo(128);
    }
  }

  @Feature("failure: a volume whose source is missing")
  void namesAMissingVolume(OciRuntime runtime) {
    var mounts = "{'mounts': [{'containerPath': '/volume', 'hostPath': '/dev/null/missing'}]}";
    try (var pod = Pod.run(runtime)) {
      assertThatThrownBy(() -> pod.configured(mounts, "true").start())
          .hasMessageContaining("/dev/null/missing");
    }
  }

  @Feature("failure: a handler that is not configured")
  void refusesAnUnknownHandler(OciRuntime runtime) {
    var unknown = new OciRuntime("unknown", runtime.binary(), runtime.root());
    assertThatThrownBy(() -> Pod.run(unknown))
        .hasMessageContaining("no runtime for \"unknown\" is configured");
  }

  @Feature("failure: memory limit reached (OOMKilled)")
  void reportsThatMemoryRanOut(OciRuntime runtime) {
    var limit = "{'linux': {'resources': {'memoryLimitInBytes': 16777216}}}";
    try (var pod = Pod.run(runtime)) {
      var status = pod.configured(limit, "tail", "/dev/zero").start().awaitEnd();
      assertThat(status.path("exitCode").asInt()).isEqualTo(137);
      assertThat(status.path("reason").asString()).isEqualTo("OOMKilled");
    }
  }

  @Feature("stop: SIGTERM is heard")
  void stopsWithinTheGracePeriod(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.start("sh", "-c", "trap 'exit 3' TERM; echo up; while :; do usleep 10000; done");
      Container.await("trap", () -> container.output().equals("up"));
      container.stop(20);
      assertThat(container.status().path("exitCode").asInt()).isEqualTo(3);
    }
  }

  @Feature("stop: a container that ignores SIGTERM is killed")
  void killsAfterTheGracePeriod(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.start("sh", "-c", "trap '' TERM; echo up; while :; do usleep 10000; done");
      Container.await("trap", () -> container.output().equals("up"));
      container.stop(1);
      assertThat(container.status().path("exitCode").asInt()).isEqualTo(137);
    }
  }
}
