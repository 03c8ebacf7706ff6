package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** {@code docker build}, whose steps run with the daemon's default runtime. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerBuildTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @AfterAll
  static void useTheDefaultAgain() {
    Dockerd.shared().useByDefault(OciRuntime.runc());
  }

  @Feature("daemon.json: default-runtime, changed by reloading")
  void runsByDefault(OciRuntime runtime) {
    Dockerd.shared().useByDefault(runtime);
    try (var docker = Docker.with(runtime)) {
      var create = docker.command("create", "--label", "x", TestImage.NAME, "true");
      var container = new DockerContainer(docker, create.run().succeeded().stdout().strip());
      assertThat(container.field(".HostConfig.Runtime")).isEqualTo(runtime.name());
      container.then("start", "--attach").succeeded();
      container.then("rm").succeeded();
    }
  }

  @Feature("build, with the default runtime")
  void builds(OciRuntime runtime) throws IOException {
    Dockerd.shared().useByDefault(runtime);
    try (var docker = Docker.with(runtime)) {
      var built =
          build(
              docker,
              runtime,
              """
              FROM %s
              ARG WHO=nobody
              WORKDIR /work
              COPY Dockerfile .
              RUN echo built for $WHO > file && id -u >> file && wc -l < Dockerfile >> file
              USER app
              RUN id -u > /tmp/user && pwd >> /tmp/user
              CMD cat file /tmp/user
              """
                  .formatted(TestImage.NAME));
      built.succeeded();
      var run = docker.command("run", "--rm", "built-" + runtime).run();
      assertThat(run.succeeded().stdout()).isEqualTo("built for kitten\n0\n8\n1000\n/work\n");
    }
  }

  @Feature("build: a step that fails, one that is missing")
  void saysWhyItCannotBuild(OciRuntime runtime) throws IOException {
    Dockerd.shared().useByDefault(runtime);
    try (var docker = Docker.with(runtime)) {
      var failing = build(docker, runtime, "FROM " + TestImage.NAME + "\nRUN exit 9\n");
      assertThat(failing.exit()).isEqualTo(9);
      assertThat(failing.stderr()).contains("returned a non-zero code: 9");
      var missing = build(docker, runtime, "FROM " + TestImage.NAME + "\nRUN [\"missing\"]\n");
      assertThat(missing.exit()).isEqualTo(1);
      assertThat(missing.stderr()).contains("missing", "not found in $PATH");
    }
  }

  private static Outcome build(Docker docker, OciRuntime runtime, String dockerfile)
      throws IOException {
    Path directory = Files.createDirectory(Suite.newPath("build"));
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    var line =
        new ArrayList<>(List.of("build", "--no-cache", "--force-rm", "--build-arg=WHO=kitten"));
    line.addAll(List.of("--tag=built-" + runtime, directory.toString()));
    Command command = docker.command(line.toArray(String[]::new));
    return command.env("DOCKER_BUILDKIT", "0").run();
  }
}
