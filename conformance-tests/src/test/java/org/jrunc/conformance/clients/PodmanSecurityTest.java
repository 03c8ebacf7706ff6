package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** What a container of podman may do: capabilities, seccomp, devices, masks. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanSecurityTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static String capabilities(Podman podman, List<String> options) {
    return podman.output(options, "grep", "CapEff", "/proc/self/status").split("\\s+")[1];
  }

  @Feature("run --cap-drop, --cap-add, --privileged")
  void limitsCapabilities(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(capabilities(podman, List.of("--cap-drop=all"))).isEqualTo("0000000000000000");
      assertThat(capabilities(podman, List.of("--cap-drop=all", "--cap-add=NET_ADMIN")))
          .isEqualTo("0000000000001000");
      assertThat(capabilities(podman, List.of())).isEqualTo("00000000a80425fb");
      assertThat(capabilities(podman, List.of("--user=app"))).isEqualTo("0000000000000000");
      var privileged = podman.output(List.of("--privileged"), "sh", "-c", "cat /proc/self/status");
      assertThat(privileged).containsPattern("Seccomp:\\s+0");
      assertThat(capabilities(podman, List.of("--privileged"))).startsWith("000001");
    }
  }

  @Feature("run --security-opt seccomp=FILE, unconfined and by default")
  void filtersSystemCalls(OciRuntime runtime) throws IOException {
    var profile =
        Files.writeString(
            Suite.newPath("profile.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO",
               "errnoRet": 28}]}
            """);
    try (var podman = Podman.with(runtime)) {
      var outcome =
          podman.run(List.of("--rm", "--security-opt=seccomp=" + profile), "mkdir", "/kitten");
      assertThat(outcome.stderr()).contains("No space left on device");
      var unconfined = List.of("--security-opt=seccomp=unconfined");
      var status = "/proc/self/status";
      assertThat(podman.output(unconfined, "grep", "Seccomp:", status)).endsWith("0");
      assertThat(podman.output(List.of(), "grep", "Seccomp:", status)).endsWith("2");
    }
  }

  @Feature("run --security-opt no-new-privileges, mask=, unmask=")
  void takesSecurityOptions(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--security-opt=no-new-privileges", "--security-opt=mask=/etc/group");
      assertThat(podman.output(options, "sh", "-c", "grep NoNew /proc/self/status; cat /etc/group"))
          .isEqualTo("NoNewPrivs:\t1");
      var masks = "grep -c ' /proc/[a-z]' /proc/self/mountinfo || true";
      assertThat(podman.output(List.of("--security-opt=unmask=ALL"), "sh", "-c", masks))
          .isEqualTo("0");
      assertThat(podman.output(List.of(), "sh", "-c", masks)).isNotEqualTo("0");
    }
  }

  @Feature("run --device, --device-cgroup-rule")
  void addsADevice(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var readOnly = List.of("--rm", "--device=/dev/full:/dev/kitten:r");
      var full = "head -c 1 /dev/kitten | wc -c; stat -c %t:%T /dev/kitten";
      assertThat(podman.run(readOnly, "sh", "-c", full).succeeded().stdout().lines())
          .containsExactly("1", "1:7");
      var rule = List.of("--device-cgroup-rule=c 10:200 rw");
      assertThat(podman.output(rule, "cat", "/sys/fs/cgroup/devices/devices.list"))
          .contains("c 10:200 rw");
    }
  }

  @Feature("run --userns: --uidmap and --gidmap, with a volume")
  void mapsUsers(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options =
          List.of("--uidmap=0:100000:5000", "--gidmap=0:100000:5000", "--volume=mapped:/data");
      var script = "cat /proc/self/uid_map; id -u; touch /data/x /y; stat -c '%u' /data/x /y";
      var lines = podman.output(options, "sh", "-c", script).lines().map(String::strip).toList();
      assertThat(lines.getFirst().split(" +")).containsExactly("0", "100000", "5000");
      assertThat(lines.subList(1, lines.size())).containsExactly("0", "0", "0");
    }
  }

  @Feature("exec in a container with a user namespace")
  void executesInAUserNamespace(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var map = List.of("--uidmap=0:100000:5000", "--gidmap=0:100000:5000");
      podman.start("mapped", map, "sleep", "1000");
      assertThat(podman.says("exec", "mapped", "id", "-u")).isEqualTo("0");
      assertThat(podman.says("exec", "--user=app", "mapped", "id", "-u")).isEqualTo("1000");
    }
  }
}
