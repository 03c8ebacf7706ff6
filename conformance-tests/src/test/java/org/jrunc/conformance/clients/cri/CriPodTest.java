package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** The life of pods, and what their containers share. */
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

  @Feature("pod: network, host name and IPC shared by its containers")
  void sharesNamespaces(OciRuntime runtime) {
    try (var pod = Pod.run(runtime, "{'hostname': 'kitten'}")) {
      var first = pod.start("sleep", "infinity");
      var second = pod.start("sleep", "infinity");
      assertThat(first.exec("hostname").output()).isEqualTo("kitten\n");
      for (var namespace : new String[] {"net", "ipc", "uts"}) {
        var link = "/proc/self/ns/" + namespace;
        assertThat(second.exec("readlink", link)).isEqualTo(first.exec("readlink", link));
      }
      assertThat(second.exec("readlink", "/proc/self/ns/pid"))
          .isNotEqualTo(first.exec("readlink", "/proc/self/ns/pid"));
      first.exec("sh", "-c", "echo hello | nc -l -p 8080 127.0.0.1 >/dev/null 2>&1 &");
      assertThat(second.exec("sh", "-c", RETRY.formatted("127.0.0.1")).output())
          .isEqualTo("hello\n");
    }
  }

  /** Reads from a server that may not listen yet. */
  private static final String RETRY =
      "for i in $(seq 100); do nc -w 1 %s 8080 </dev/null && exit; usleep 20000; done; exit 1";

  @Feature("pod: reached by another pod, by its address")
  void reachesAnotherPod(OciRuntime runtime) {
    try (var server = Pod.run(runtime);
        var client = Pod.run(runtime)) {
      var address = server.status().path("network").path("ip").asString();
      assertThat(address).startsWith("10.222.0.");
      server.start("sh", "-c", "echo hello | nc -l -p 8080");
      var reader = client.start("sh", "-c", RETRY.formatted(address));
      assertThat(reader.awaitEnd().path("exitCode").asInt()).isZero();
      assertThat(reader.output()).isEqualTo("hello");
    }
  }

  @Feature("pod: host port")
  void publishesAPort(OciRuntime runtime) {
    var config = "{'portMappings': [{'containerPort': 8080, 'hostPort': 18080}]}";
    try (var pod = Pod.run(runtime, config)) {
      pod.start("sh", "-c", "echo hello | nc -l -p 8080");
      var reader = List.of("busybox", "nc", "-w", "1", "10.222.0.1", "18080");
      Container.await(
          "answer", () -> Node.shared().network().command(reader).run().stdout().equals("hello\n"));
    }
  }

  @Feature("pod: hostNetwork")
  void usesTheNetworkOfTheNode(OciRuntime runtime) {
    var options = "'securityContext': {'namespaceOptions': {'network': 'NODE'}}";
    try (var pod = Pod.run(runtime, "{'hostname': '', 'linux': {" + options + "}}")) {
      var container = pod.configured("{'linux': {" + options + "}}", "ip", "-o", "link").start();
      container.awaitEnd();
      assertThat(container.output()).contains("pods0:");
    }
  }

  @Feature("pod: shared process namespace")
  void sharesTheProcessNamespace(OciRuntime runtime) {
    var options = "{'linux': {'securityContext': {'namespaceOptions': {'pid': 'POD'}}}}";
    try (var pod = Pod.run(runtime, options)) {
      var first = pod.configured(options, "sleep", "1111").start();
      var second = pod.configured(options, "sleep", "2222").start();
      assertThat(first.exec("ps").output()).contains("sleep infinity", "sleep 1111", "sleep 2222");
      first.exec("sh", "-c", "sleep 3333 >/dev/null 2>&1 &");
      first.stop(0);
      assertThat(second.exec("ps").output()).contains("2222").doesNotContain("1111", "3333");
    }
  }

  @Feature("pod: process namespace of another container (debug container)")
  void entersTheProcessNamespaceOfAContainer(OciRuntime runtime) {
    var own = "{'linux': {'securityContext': {'namespaceOptions': {'pid': 'CONTAINER'}}}}";
    try (var pod = Pod.run(runtime, own)) {
      var target = pod.configured(own, "sleep", "1111").start();
      var options = "{'pid': 'TARGET', 'targetId': '" + target.id() + "'}";
      var debugger =
          pod.configured(
                  "{'linux': {'securityContext': {'namespaceOptions': " + options + "}}}", "ps")
              .start();
      debugger.awaitEnd();
      assertThat(debugger.output()).contains("sleep 1111");
    }
  }

  @Feature("pod: sysctls")
  void setsKernelParameters(OciRuntime runtime) {
    var sysctls = "'sysctls': {'net.ipv4.ip_default_ttl': '42', 'kernel.shm_rmid_forced': '1'}";
    try (var pod = Pod.run(runtime, "{'linux': {" + sysctls + "}}")) {
      var container = pod.start("sleep", "infinity");
      var files =
          new String[] {"/proc/sys/net/ipv4/ip_default_ttl", "/proc/sys/kernel/shm_rmid_forced"};
      assertThat(container.exec("cat", files[0], files[1]).output()).isEqualTo("42\n1\n");
    }
  }

  @Feature("pod: resolv.conf from the DNS configuration")
  void writesTheResolverConfiguration(OciRuntime runtime) {
    var dns = "{'servers': ['192.0.2.1'], 'searches': ['example.org'], 'options': ['ndots:5']}";
    try (var pod = Pod.run(runtime, "{'dnsConfig': " + dns + "}")) {
      var container = pod.start("sleep", "infinity");
      assertThat(container.exec("cat", "/etc/resolv.conf").output())
          .contains("nameserver 192.0.2.1", "search example.org", "options ndots:5");
    }
  }

  @Feature("pod: stopping it ends its containers")
  void endsItsContainers(OciRuntime runtime) {
    try (var pod = Pod.run(runtime)) {
      var container = pod.start("sleep", "infinity");
      pod.stop();
      var status = container.status();
      assertThat(status.path("state").asString()).isEqualTo("CONTAINER_EXITED");
      assertThat(status.path("exitCode").asInt()).isEqualTo(137);
    }
  }
}
