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

/** Volumes, binds and tmpfs of podman. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanMountTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("run --volume: a named volume, kept from one container to the next")
  void keepsAVolume(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      podman.output(List.of("--volume=kept:/data"), "sh", "-c", "echo kept >/data/file");
      assertThat(podman.output(List.of("--volume=kept:/data:ro"), "cat", "/data/file"))
          .isEqualTo("kept");
    }
  }

  @Feature("run --volume: a new volume gets what the image has there")
  void fillsAVolume(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(podman.output(List.of("--volume=/etc"), "grep", "-c", "app", "/etc/passwd"))
          .isEqualTo("1");
    }
  }

  @Feature("run --volume: a directory of the host, read-only and with mount options")
  void bindsADirectory(OciRuntime runtime) throws IOException {
    var directory = Files.createDirectory(Suite.newPath("shared"));
    Files.writeString(directory.resolve("file"), "shared\n");
    try (var podman = Podman.with(runtime)) {
      var readOnly = List.of("--rm", "--volume=" + directory + ":/data:ro");
      var outcome = podman.run(readOnly, "sh", "-c", "cat /data/file; touch /data/other");
      assertThat(outcome.stdout()).isEqualTo("shared\n");
      assertThat(outcome.stderr()).isEqualTo("touch: /data/other: Read-only file system\n");
      var noexec = List.of("--volume=" + directory + ":/data:noexec,nodev,rslave");
      assertThat(podman.output(noexec, "grep", " /data ", "/proc/self/mountinfo"))
          .contains(" rw,nodev,noexec,relatime ");
    }
  }

  @Feature("run --volume …:O: an overlay on a directory of the host")
  void overlaysADirectory(OciRuntime runtime) throws IOException {
    var directory = Files.createDirectory(Suite.newPath("lower"));
    Files.writeString(directory.resolve("file"), "lower\n");
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--volume=" + directory + ":/data:O");
      assertThat(podman.output(options, "sh", "-c", "echo upper >/data/file; cat /data/file"))
          .isEqualTo("upper");
      assertThat(directory.resolve("file")).hasContent("lower\n");
    }
  }

  @Feature("run --tmpfs: size, mode and options, filled from the image")
  void mountsATmpfs(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var options = List.of("--tmpfs=/t:size=4m,mode=1750,noexec", "--tmpfs=/etc", "--tmpfs=/new");
      var script =
          "stat -c '%a' /t; grep -c app /etc/passwd; stat -c '%a' /new;"
              + " grep ' /t ' /proc/self/mountinfo | grep -o 'rw,nosuid,nodev,noexec,relatime.*'";
      assertThat(podman.output(options, "sh", "-c", script).lines())
          .containsExactly(
              "1750",
              "1",
              "1777",
              "rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,size=4096k,mode=1750");
    }
  }

  @Feature("run --mount type=image, --volumes-from")
  void mountsAnImageAndOthersVolumes(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      var image = "--mount=type=image,source=" + TestImage.NAME + ",destination=/image";
      assertThat(podman.output(List.of(image), "ls", "/image/probe")).isEqualTo("/image/probe");
      podman.create("owner", List.of("--volume=owned:/data"), "true");
      var options = List.of("--volumes-from=owner");
      assertThat(podman.output(options, "grep", "-c", " /data ", "/proc/self/mountinfo"))
          .isEqualTo("1");
    }
  }

  @Feature("run --shm-size")
  void sizesSharedMemory(OciRuntime runtime) {
    try (var podman = Podman.with(runtime)) {
      assertThat(podman.output(List.of("--shm-size=8m"), "df", "-k", "/dev/shm"))
          .containsPattern("shm +8192 ");
    }
  }

  @Feature("run --secret")
  void mountsASecret(OciRuntime runtime) throws IOException {
    var file = Files.writeString(Suite.newPath("secret"), "whisper");
    try (var podman = Podman.with(runtime)) {
      podman.says("secret", "create", "whispered", file.toString());
      try {
        assertThat(podman.output(List.of("--secret=whispered"), "cat", "/run/secrets/whispered"))
            .isEqualTo("whisper");
      } finally {
        podman.says("secret", "rm", "whispered");
      }
    }
  }
}
