package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Networks and shared namespaces of podman. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanNamespaceTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static final String SERVER =
      "mkdir /www; echo hello >/www/index.html; exec httpd -f -p 80 -h /www";

  @Feature("run --publish: a port on the bridge network")
  void publishesAPort(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("server", List.of("--publish=18080:80"), "sh", "-c", SERVER);
      assertThat(podman.fetch("127.0.0.1", 18080)).isEqualTo("hello");
      var address = podman.inspect("server", "{{.NetworkSettings.IPAddress}}");
      assertThat(podman.output(List.of(), "wget", "-q", "-O", "-", "http://" + address))
          .isEqualTo("hello");
    }
  }

  @Feature("run --network none, host, container:")
  void choosesTheNetwork(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var links = podman.output(List.of("--network=none"), "ip", "-o", "link").lines();
      assertThat(links).hasSize(1).allMatch(line -> line.contains("lo: <LOOPBACK,UP"));
      podman.start("server", List.of(), "sh", "-c", SERVER);
      podman.fetch(podman.inspect("server", "{{.NetworkSettings.IPAddress}}"), 80);
      var joined = List.of("--network=container:server");
      assertThat(podman.output(joined, "wget", "-q", "-O", "-", "http://127.0.0.1"))
          .isEqualTo("hello");
      assertThat(podman.output(List.of("--network=host"), "ip", "-o", "link")).contains("podman0");
    }
  }

  @Feature("run --ipc container:, --pid container:, --uts host, --pid host, --ipc host")
  void sharesNamespaces(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.start("owner", List.of("--ipc=shareable"), "sleep", "1000");
      var ipc = podman.says("exec", "owner", "readlink", "/proc/self/ns/ipc");
      var joined = List.of("--ipc=container:owner", "--pid=container:owner");
      var script = "readlink /proc/self/ns/ipc; tr '\\0' ' ' </proc/1/cmdline";
      assertThat(podman.output(joined, "sh", "-c", script).lines().map(String::strip))
          .containsExactly(ipc, "sleep 1000");
      var host = List.of("--ipc=host", "--pid=host", "--uts=host");
      var links =
          podman.output(
              host, "sh", "-c", "cd /proc/self/ns; for n in ipc pid uts; do readlink $n; done");
      assertThat(links.lines())
          .containsExactlyElementsOf(
              List.of("ipc", "pid", "uts").stream()
                  .map(name -> Engine.link(ProcessHandle.current().pid(), "ns/" + name))
                  .toList());
    }
  }

  @Feature("pod: shared network, ipc and host name, published port")
  void sharesInAPod(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.says(
          "pod",
          "create",
          "--name=pod",
          "--publish=18081:80",
          "--share=+pid",
          PodmanStore.parent());
      podman.says(
          "run", "--detach", "--pod=pod", "--name=server", TestImage.NAME, "sh", "-c", SERVER);
      assertThat(podman.fetch("127.0.0.1", 18081)).isEqualTo("hello");
      var script = "wget -q -O - http://127.0.0.1; pidof httpd | wc -w; hostname";
      assertThat(
              podman.says("run", "--rm", "--pod=pod", TestImage.NAME, "sh", "-c", script).lines())
          .containsExactly("hello", "1", "pod");
    }
  }

  @Feature("pod: pause, unpause, stop, start, restart, kill, rm")
  void leadsAPod(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.says("pod", "create", "--name=pod", PodmanStore.parent());
      podman.says("run", "--detach", "--pod=pod", "--name=inner", TestImage.NAME, "sleep", "1000");
      podman.says("pod", "pause", "pod");
      assertThat(podman.inspect("inner", "{{.State.Status}}")).isEqualTo("paused");
      podman.says("pod", "unpause", "pod");
      assertThat(podman.says("pod", "top", "pod", "comm")).contains("sleep");
      podman.says("pod", "stop", "--time=0", "pod");
      podman.awaitField("inner", "{{.State.Status}}", "exited");
      podman.says("pod", "start", "pod");
      assertThat(podman.inspect("inner", "{{.State.Status}}")).isEqualTo("running");
      podman.says("pod", "kill", "pod");
      podman.awaitField("inner", "{{.State.Status}}", "exited");
      podman.says("pod", "rm", "--force", "--time=0", "pod");
      assertThat(podman.says("ps", "--all", "--quiet")).isEmpty();
    }
  }

  @Feature("pod: init containers")
  void runsInitContainersFirst(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.says("pod", "create", "--name=pod", PodmanStore.parent());
      var pod = "--pod=pod";
      var volume = "--volume=prepared:/data";
      var image = TestImage.NAME;
      podman.says(
          "create",
          pod,
          "--init-ctr=always",
          "--name=first",
          volume,
          image,
          "sh",
          "-c",
          "echo made >/data/file");
      podman.says(
          "create", pod, "--name=then", volume, image, "sh", "-c", "cat /data/file; sleep 1000");
      podman.says("pod", "start", "pod");
      podman.awaitOutput("then", "made");
      assertThat(podman.inspect("first", "{{.State.Running}} {{.State.ExitCode}}"))
          .isEqualTo("false 0");
    }
  }
}
