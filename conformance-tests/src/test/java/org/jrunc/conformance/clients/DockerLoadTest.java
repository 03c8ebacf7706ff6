package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.ClientResults;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Many containers at once. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerLoadTest {
  private static final int CONTAINERS = 100;
  private static final int AT_ONCE = 10;

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("100 containers, 10 at a time, with health checks")
  void survivesALoad(OciRuntime runtime) throws Exception {
    try (var docker = Docker.with(runtime);
        var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      docker.output("--network none", "true");
      var begin = System.nanoTime();
      Callable<String> life = () -> live(docker);
      var lives = IntStream.range(0, CONTAINERS).mapToObj(i -> workers.submit(life)).toList();
      for (var each : lives) {
        assertThat(each.get()).isEqualTo("probed\n");
      }
      var time = System.nanoTime() - begin;
      ClientResults.took(
          "docker",
          "%d containers, %d at a time, with health checks".formatted(CONTAINERS, AT_ONCE),
          runtime.name(),
          time);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
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
