package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** What Docker says of containers that cannot start. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerFailureTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  private static void assertFails(
      OciRuntime runtime, int exit, String phrase, List<String> options, String... args) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(options, args);
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(exit);
      assertThat(outcome.stderr()).contains("failed to create shim task", phrase);
      assertThat(docker.command("ps", "--quiet").run().succeeded().stdout()).isEmpty();
    }
  }

  @Feature(
      value = "run: a command that is missing, 127",
      except = "crun: Docker 20.10 does not know its message and ends with 125")
  void endsWith127ForAMissingCommand(OciRuntime runtime) {
    assertFails(
        runtime,
        127,
        "exec: \"missing\": executable file not found in $PATH",
        List.of(),
        "missing");
  }

  @Feature(
      value = "run: a path that is missing, 127",
      except = "crun: Docker 20.10 does not know its message and ends with 125")
  void endsWith127ForAMissingPath(OciRuntime runtime) {
    assertFails(
        runtime,
        127,
        "exec: \"/no/such\": stat /no/such: no such file or directory",
        List.of(),
        "/no/such");
  }

  @Feature(
      value = "run: a file that is not executable, 126",
      except = "crun: Docker 20.10 does not know its message and ends with 125")
  void endsWith126ForAFileThatIsNotExecutable(OciRuntime runtime) {
    assertFails(runtime, 126, "exec: \"/etc/passwd\": permission denied", List.of(), "/etc/passwd");
  }

  @Feature(
      value = "exec: missing, not executable, no such directory or user",
      except = "crun: its messages are others")
  void explainsWhyItCannotExec(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.idle("");
      var missing = container.exec(List.of(), "missing");
      assertThat(missing.exit()).isEqualTo(126);
      assertThat(missing.stdout())
          .contains("exec: \"missing\": executable file not found in $PATH");
      var denied = container.exec(List.of(), "/etc/passwd");
      assertThat(denied.exit()).isEqualTo(126);
      assertThat(denied.stdout()).contains("exec: \"/etc/passwd\": permission denied");
      var nowhere = container.exec(List.of("--workdir=/nowhere"), "true");
      assertThat(nowhere.exit()).isEqualTo(126);
      assertThat(nowhere.stdout())
          .contains("chdir to cwd (\"/nowhere\") set in config.json failed");
      assertThat(container.exec(List.of("--user=nobody"), "true").exit()).isEqualTo(126);
    }
  }

  @Feature(value = "run: an image without a command", with = "runc")
  void refusesAnEmptyImage(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var empty = Suite.newPath("empty.tar");
      Files.write(empty, new byte[10240]);
      docker.command("import", empty.toString(), "empty-" + runtime).run().succeeded();
      var outcome =
          docker
              .command("run", "--rm", "--runtime", runtime.name(), "empty-" + runtime, "sh")
              .run();
      assertThat(outcome.exit()).isEqualTo(127);
      assertThat(outcome.stderr()).contains("exec: \"sh\": executable file not found in $PATH");
    }
  }

  /** runc's container ends with the message on its output, jrunc does not say that it started. */
  @Feature(value = "run: a file that is no program", with = "runc")
  void saysThatItIsNoProgram(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var file = Files.writeString(Suite.newPath("no-program"), "neither ELF nor script");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      var outcome = docker.run(List.of("--volume", file + ":/file"), "/file");
      assertThat(outcome.exit()).isNotZero();
      assertThat(outcome.stderr()).contains("exec /file: exec format error");
    }
  }

  @Feature("start: a root file system that cannot be read")
  void saysThatTheRootCannotBeRead(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var create = docker.containerCommand("create", List.of(), "true");
      var container = new DockerContainer(docker, create.run().succeeded().stdout().strip());
      var layer = java.nio.file.Path.of(container.field(".GraphDriver.Data.UpperDir"));
      Files.move(layer, layer.resolveSibling("gone"));
      var outcome = container.then("start");
      Files.move(layer.resolveSibling("gone"), layer);
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("no such file or directory");
      container.then("start").succeeded();
      assertThat(container.end()).isZero();
    }
  }

  @Feature(value = "run: a limit that the kernel refuses", with = "runc")
  void saysThatALimitIsRefused(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(List.of("--cpu-rt-runtime", "1000"), "true");
      assertThat(outcome.exit()).isEqualTo(125);
      assertThat(outcome.stderr()).contains("cpu.rt_runtime_us", "nvalid argument");
    }
  }

  @Feature("docker run killed in mid-create")
  void cleansUpAfterAClientThatIsKilled(OciRuntime runtime) {
    for (var delay : List.of(50, 120, 200, 300, 450)) {
      try (var docker = Docker.with(runtime)) {
        var run = docker.runCommand(List.of("--rm"), "sleep", "1000").start();
        Container.pause(delay);
        run.process().destroyForcibly();
        run.await();
        // The daemon goes on with what it was told, whoever told it.
        var next = docker.run(List.of("--rm"), "echo", "next");
        assertThat(next.succeeded().stdout()).isEqualTo("next\n");
      }
    }
  }
}
