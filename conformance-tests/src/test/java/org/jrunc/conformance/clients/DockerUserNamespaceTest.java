package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A daemon whose containers have a user namespace. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerUserNamespaceTest {
  /** Lets the daemon and what it starts see other ranges of numbers than the host has. */
  private static final String ELSEWHERE =
      "mount --bind \"$0\" /etc/subuid && mount --bind \"$0\" /etc/subgid && exec \"$@\"";

  private static @Nullable Dockerd daemon;

  @BeforeAll
  static void startADaemonThatMapsUsers() throws IOException {
    var ranges =
        Files.writeString(Suite.newPath("subids"), "nobody:200000:65536\nnogroup:200000:65536\n");
    var prefix = List.of("unshare", "--mount", "sh", "-c", ELSEWHERE, ranges.toString());
    daemon = Dockerd.ofItsOwn(prefix, "--userns-remap=nobody:nogroup", "--bip=172.31.0.1/16");
    try (var docker = Docker.with(OciRuntime.underTest(), daemon)) {
      // Other mounts, another engine.
      docker.output("", "true");
    }
  }

  @AfterAll
  static void stopTheDaemon() {
    if (daemon != null) {
      daemon.close();
    }
    var mounts = Engine.link(ProcessHandle.current().pid(), "ns/mnt");
    Engine.all(OciRuntime.underTest()).stream()
        .filter(engine -> !Engine.link(engine.pid(), "ns/mnt").equals(mounts))
        .forEach(Engine::kill);
  }

  @Feature("dockerd --userns-remap: run, volumes, exec")
  void mapsUsers(OciRuntime runtime) {
    try (var docker = Docker.with(runtime, Objects.requireNonNull(daemon))) {
      var container = docker.idle("-v /data");
      assertThat(container.shell("id -u; cat /proc/self/uid_map | tr -s ' '"))
          .isEqualTo("0\n 0 200000 65536\n");
      assertThat(
              container.shell(
                  "touch /data/x && stat -c %u /data/x && mount -t tmpfs x /mnt || echo no"))
          .isEqualTo("0\nno\n");
      assertThat(docker.output("--user app", "id", "-u")).isEqualTo("1000\n");
      assertThat(Engine.link(container.pid(), "ns/user"))
          .isNotEqualTo(Engine.link(ProcessHandle.current().pid(), "ns/user"));
      assertThat(docker.output("--userns host", "cat", "/proc/self/uid_map"))
          .contains("4294967295");
    }
  }
}
