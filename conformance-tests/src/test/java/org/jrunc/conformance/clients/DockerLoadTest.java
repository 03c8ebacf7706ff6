package org.jrunc.conformance.clients;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Many containers at once. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerLoadTest {
  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature(Load.FEATURE)
  void survivesALoad(OciRuntime runtime) throws InterruptedException {
    try (var docker = Docker.with(runtime)) {
      docker.output("--network none", "true");
      Load.carry("docker", runtime, number -> live(docker).strip());
    }
  }

  /** Runs one that ends when it has been probed three times; what it said. */
  private static String live(Docker docker) {
    return docker
        .run(
            List.of(
                "--rm",
                "--network=none",
                "--health-cmd=test -p /f && echo probed > /f",
                "--health-interval=100ms"),
            "sh",
            "-c",
            "mkfifo /f; exec 3<>/f; for i in 1 2 3; do read line <&3; done; echo $line")
        .succeeded()
        .stdout();
  }
}
