package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** What a security context of Kubernetes asks for. */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriSecurityTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  /** Runs a program in a container with a security context and hands out what it prints. */
  private static String run(OciRuntime runtime, String context, String... command) {
    try (var pod = Pod.run(runtime, "{'linux': {'securityContext': {'privileged': true}}}")) {
      var config = "{'linux': {'securityContext': " + context + "}}";
      var container = pod.configured(config, command).start();
      container.awaitEnd();
      return container.output();
    }
  }

  @Feature("security: privileged")
  void runsPrivileged(OciRuntime runtime) {
    var script =
        "grep -E 'CapEff|Seccomp:' /proc/self/status; grep -c ' /proc/sys ' /proc/mounts; ls -d"
            + " /dev/loop-control";
    var output = run(runtime, "{'privileged': true}", "sh", "-c", script);
    var all =
        Bundle.text(Path.of("/proc/self/status"))
            .lines()
            .filter(line -> line.startsWith("CapBnd"))
            .findFirst()
            .orElseThrow();
    assertThat(output.lines().toList())
        .containsExactly(all.replace("CapBnd", "CapEff"), "Seccomp:\t0", "0", "/dev/loop-control");
  }

  @Feature("security: readOnlyRootFilesystem")
  void keepsTheRootReadOnly(OciRuntime runtime) {
    assertThat(run(runtime, "{'readonlyRootfs': true}", "touch", "/file"))
        .contains("Read-only file system");
  }

  @Feature("security: capabilities added and dropped")
  void changesCapabilities(OciRuntime runtime) {
    var command = new String[] {"grep", "CapEff", "/proc/self/status"};
    var none = "{'capabilities': {'dropCapabilities': ['ALL']}}";
    assertThat(run(runtime, none, command)).isEqualTo("CapEff:\t0000000000000000");
    var one = "{'capabilities': {'dropCapabilities': ['ALL'], 'addCapabilities': ['NET_ADMIN']}}";
    assertThat(run(runtime, one, command)).isEqualTo("CapEff:\t0000000000001000");
  }

  @Feature("security: runAsUser, runAsGroup, supplementalGroups")
  void runsAsAUser(OciRuntime runtime) {
    var context =
        "{'runAsUser': {'value': 1234}, 'runAsGroup': {'value': 5678}, 'supplementalGroups': [42,"
            + " 43]}";
    assertThat(run(runtime, context, "sh", "-c", "id -u; id -g; id -G"))
        .isEqualTo("1234\n5678\n5678 42 43");
  }

  @Feature("security: user of the image by name")
  void runsAsAUserByName(OciRuntime runtime) {
    assertThat(run(runtime, "{'runAsUsername': 'app'}", "sh", "-c", "id -un; echo $HOME"))
        .isEqualTo("app\n/home/app");
  }

  @Feature("security: allowPrivilegeEscalation: false")
  void forbidsNewPrivileges(OciRuntime runtime) {
    assertThat(run(runtime, "{'noNewPrivs': true}", "grep", "NoNewPrivs", "/proc/self/status"))
        .isEqualTo("NoNewPrivs:\t1");
  }

  @Feature("security: seccomp RuntimeDefault and Unconfined")
  void filtersSystemCalls(OciRuntime runtime) {
    var script = "grep Seccomp: /proc/self/status; unshare -U true 2>&1";
    assertThat(run(runtime, "{'seccomp': {'profileType': 'RuntimeDefault'}}", "sh", "-c", script))
        .startsWith("Seccomp:\t2")
        .contains("Operation not permitted");
    assertThat(run(runtime, "{'seccomp': {'profileType': 'Unconfined'}}", "sh", "-c", script))
        .isEqualTo("Seccomp:\t0");
  }

  @Feature("security: seccomp profile of the node (Localhost)")
  void filtersSystemCallsAsTheNodeSays(OciRuntime runtime) throws IOException {
    var profile = Suite.newPath("seccomp.json");
    Files.writeString(
        profile,
        "{'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': ['mkdir', 'mkdirat'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 28}]}"
            .replace('\'', '"'));
    var context = "{'seccomp': {'profileType': 'Localhost', 'localhostRef': '" + profile + "'}}";
    assertThat(run(runtime, context, "mkdir", "/new")).contains("No space left on device");
  }

  @Feature("security: masked and read-only paths")
  void masksPaths(OciRuntime runtime) {
    var context = "{'maskedPaths': ['/proc/version', '/home'], 'readonlyPaths': ['/proc/sys']}";
    var script = "cat /proc/version; ls /home; echo x 2>&1 > /proc/sys/kernel/hostname";
    assertThat(run(runtime, context, "sh", "-c", script))
        .isEqualTo("sh: can't create /proc/sys/kernel/hostname: Read-only file system");
  }

  @Feature("security: pod and container with hostPID and hostIPC")
  void sharesNamespacesWithTheNode(OciRuntime runtime) throws IOException {
    var options =
        "{'linux': {'securityContext': {'namespaceOptions': {'pid': 'NODE', 'ipc': 'NODE'}}}}";
    try (var pod = Pod.run(runtime, options)) {
      var container = pod.configured(options, "sleep", "infinity").start();
      for (var namespace : new String[] {"pid", "ipc"}) {
        var link = "/proc/self/ns/" + namespace;
        assertThat(container.exec("readlink", link).output().strip())
            .isEqualTo(Files.readSymbolicLink(Path.of(link)).toString());
      }
    }
  }
}
