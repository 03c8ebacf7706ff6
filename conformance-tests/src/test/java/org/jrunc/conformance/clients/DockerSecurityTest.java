package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** What {@code docker run} takes away from a container, and gives it back. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerSecurityTest {
  private static final String STATUS = "grep -E '%s' /proc/self/status | cut -f2";

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("run --cap-drop, --cap-add")
  void dropsCapabilities(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var none = "0000000000000000\n";
      assertThat(docker.shell("--cap-drop ALL", STATUS.formatted("^Cap")))
          .isEqualTo(none.repeat(5));
      assertThat(docker.shell("--cap-drop ALL --cap-add NET_ADMIN", STATUS.formatted("^CapEff")))
          .isEqualTo("0000000000001000\n");
      assertThat(docker.shell("", STATUS.formatted("^CapBnd"))).isEqualTo("00000000a80425fb\n");
    }
  }

  @Feature("run --security-opt seccomp=")
  void filtersSystemCalls(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.shell("", STATUS.formatted("^Seccomp:"))).isEqualTo("2\n");
      assertThat(docker.shell("--security-opt seccomp=unconfined", STATUS.formatted("^Seccomp:")))
          .isEqualTo("0\n");
      var profile =
          Files.writeString(
              Suite.newPath("profile.json"),
              """
              {"defaultAction": "SCMP_ACT_ALLOW", "syscalls":
                [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5}]}
              """);
      assertThat(docker.shell("--security-opt seccomp=" + profile, "mkdir /tmp/x 2>&1 || true"))
          .isEqualTo("mkdir: can't create directory '/tmp/x': Input/output error\n");
    }
  }

  @Feature("run --security-opt no-new-privileges, systempaths=unconfined")
  void knowsOtherSecurityOptions(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.shell("--security-opt no-new-privileges", STATUS.formatted("^NoNewPrivs")))
          .isEqualTo("1\n");
      var proc = "grep -c ' /proc' /proc/mounts";
      assertThat(docker.shell("--security-opt systempaths=unconfined", proc)).isEqualTo("1\n");
      assertThat(Integer.parseInt(docker.shell("", proc).strip())).isGreaterThan(5);
    }
  }

  @Feature("run --user and what it may do")
  void runsAsAUser(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.shell("--user app", STATUS.formatted("^Uid|^CapEff")))
          .isEqualTo("1000\n0000000000000000\n");
    }
  }
}
