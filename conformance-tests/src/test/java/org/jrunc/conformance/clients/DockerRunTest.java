package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** {@code docker run} in its plain forms. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerRunTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("run: output and exit code")
  void handsOnOutputAndExitCode(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(List.of("--rm"), "sh", "-c", "echo hello; echo oops >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature(
      value = "run: a command that is missing",
      except = "crun: Docker 20.10 does not know its message and ends with 125")
  void endsWith127ForAMissingCommand(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(List.of("--rm"), "missing");
      assertThat(outcome.exit()).isEqualTo(127);
      assertThat(outcome.stderr())
          .contains("exec: \"missing\": executable file not found in $PATH");
    }
  }
}
