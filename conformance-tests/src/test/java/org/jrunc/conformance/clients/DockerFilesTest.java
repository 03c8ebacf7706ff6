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

/** Volumes and other things that {@code docker run} mounts, and devices. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerFilesTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("run --volume: named, shared, filled from the image")
  void sharesVolumes(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var volume = "jrunc-volume-" + runtime;
      docker.shell("-v " + volume + ":/v", "echo kept > /v/file");
      assertThat(docker.shell("-v " + volume + ":/w:ro", "cat /w/file; touch /w/x || true"))
          .isEqualTo("kept\n");
      assertThat(docker.output("-v /etc", "cat", "/etc/group")).contains("app:x:1000:");
      docker.command("volume", "rm", volume).run().succeeded();
    }
  }

  @Feature("run --volume, --mount: binds of the host, read-only, one file")
  void bindsFromTheHost(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var directory = Files.createDirectory(Suite.newPath("bound"));
      var file = Files.writeString(directory.resolve("file"), "from the host\n");
      var options = "-v %s:/d:ro --mount type=bind,src=%s,dst=/etc/f".formatted(directory, file);
      assertThat(docker.shell(options, "cat /d/file; echo more >> /etc/f; touch /d/x 2>&1 || true"))
          .isEqualTo("from the host\ntouch: /d/x: Read-only file system\n");
      assertThat(file).hasContent("from the host\nmore\n");
    }
  }

  @Feature("run --volume: a file on a directory")
  void explainsAFileOnADirectory(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(List.of("-v", "/etc/passwd:/tmp"), "true");
      assertThat(outcome.exit()).isIn(125, 127);
      assertThat(outcome.stderr()).contains("Are you trying to mount a directory onto a file");
    }
  }

  @Feature("run --tmpfs, --shm-size")
  void mountsMemory(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var options = "--tmpfs /x:size=1m,mode=700,noexec --shm-size 8m";
      assertThat(docker.shell(options, "grep -E ' /x | /dev/shm ' /proc/mounts | sort"))
          .matches(
              """
              shm /dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=8192k 0 0
              tmpfs /x tmpfs rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700.* 0 0
              """);
    }
  }

  @Feature("run --read-only")
  void protectsTheRoot(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(
              docker.shell(
                  "--read-only --tmpfs /run", "touch /run/x && touch /x 2>&1 || echo refused"))
          .isEqualTo("touch: /x: Read-only file system\nrefused\n");
    }
  }

  @Feature("run --device, --device-cgroup-rule")
  void givesDevices(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var script =
          """
          stat -c '%t:%T' /dev/own
          head -c 3 /dev/own | wc -c
          echo x 2>&1 >/dev/own | sed 's/.*: //'
          mknod /tmp/full c 1 7 && echo x 2>&1 >/tmp/full | sed 's/.*: //'
          mknod /tmp/other c 10 237 && cat 2>&1 /tmp/other | sed 's/.*: //'
          """;
      assertThat(docker.shell("--device /dev/kmsg:/dev/own:r", script.lines().findFirst().get()))
          .isEqualTo("1:b\n");
      assertThat(docker.shell("--device /dev/zero:/dev/own:rwm", script))
          .isEqualTo("1:5\n3\nNo space left on device\nOperation not permitted\n");
    }
  }
}
