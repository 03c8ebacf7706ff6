package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/**
 * The test of an ordinary user of Testcontainers, {@link WebServerCase}, against Docker and against
 * podman, whose default runtime is another one each time. What Testcontainers is told is what its
 * manual says: where Docker's socket is, to do without Ryuk, whose image is on a registry, and
 * where ports are published, which it would ask an image of a registry if the tests run in a
 * container.
 */
@Client(
    name = "Testcontainers",
    version = {"sed", "-n", "s:.*<version.testcontainers>\\(.*\\)</.*:\\1:p", "../pom.xml"})
class TestcontainersTest {

  @BeforeAll
  static void startDaemons() {
    Docker.start();
    Podman.start();
  }

  @Feature(
      value = "an ordinary test, by Docker's socket",
      with = {"runc"})
  void worksWithDocker(OciRuntime runtime) {
    var daemon = Dockerd.shared();
    daemon.useByDefault(runtime);
    try {
      runTheCase(daemon.network(), daemon.socket());
    } finally {
      daemon.useByDefault(OciRuntime.runc());
    }
  }

  @Feature(
      value = "an ordinary test, by podman's socket",
      with = {"crun"})
  void worksWithPodman(OciRuntime runtime) {
    var store = Podman.start();
    var socket = Suite.newPath("podman.sock");
    var name = "--runtime=" + runtime.name();
    var service =
        store.command("podman", name, "system", "service", "--time=0", "unix://" + socket);
    var remote = List.of("podman", "--remote", "--url", "unix://" + socket, "info", "--format");
    var question = new ArrayList<>(remote);
    question.add("{{.Host.OCIRuntime.Name}}");
    try (var daemon =
        Daemon.start("podman", service, () -> new Command(question).run().exit() == 0)) {
      assertThat(daemon.pid()).isPositive();
      assertThat(new Command(question).run().stdout().strip()).isEqualTo(runtime.name());
      runTheCase(store.network(), socket);
    } finally {
      endSessions(store);
    }
  }

  /**
   * What an API client has executed podman remembers for five minutes, and so long there is a
   * conmon, whatever becomes of the container. The service leaves its store mounted.
   */
  private static void endSessions(PodmanStore store) {
    var directory = store.directory().toString();
    ProcessHandle.allProcesses()
        .filter(process -> isSession(process.info().commandLine().orElse(""), directory))
        .forEach(ProcessHandle::destroyForcibly);
    new Command(List.of("umount", directory + "/root/overlay")).run();
  }

  private static boolean isSession(String line, String directory) {
    return line.contains("/conmon ") && line.contains(directory) && line.contains("--exit-delay");
  }

  private static void runTheCase(NetworkNamespace network, Path socket) {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    var line =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            OneClass.class.getName(),
            WebServerCase.class.getName());
    var outcome =
        network
            .command(line)
            .env("DOCKER_HOST", "unix://" + socket)
            .env("TESTCONTAINERS_RYUK_DISABLED", "true")
            .env("TESTCONTAINERS_HOST_OVERRIDE", "localhost")
            .within(Duration.ofMinutes(3))
            .run();
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    assertThat(outcome.stdout()).contains("succeeded: 7");
  }
}
