package org.jrunc.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.MountableFile;

/**
 * What an ordinary user of Testcontainers writes, who knows nothing of runtimes. It is run by
 * {@link TestcontainersTest}, in a JVM of its own.
 */
@Testcontainers
class WebServerCase {
  private static final String IMAGE = "localhost/jrunc-test:latest";

  @Container
  private static final GenericContainer<?> SERVER =
      new GenericContainer<>(IMAGE)
          .withCommand("sh", "-c", "echo serving; exec httpd -f -p 8080 -h /www")
          .withEnv("COLOUR", "blue")
          .withCopyToContainer(Transferable.of("hello"), "/www/index.html")
          .withExposedPorts(8080)
          .waitingFor(Wait.forHttp("/index.html").forStatusCode(200));

  @Test
  void answersOnItsMappedPort() throws Exception {
    assertThat(get("index.html")).isEqualTo("hello");
  }

  @Test
  void runsAnotherCommand() throws Exception {
    var result = SERVER.execInContainer("sh", "-c", "echo $COLOUR; echo oops >&2; exit 3");
    assertThat(result.getExitCode()).isEqualTo(3);
    assertThat(result.getStdout()).isEqualTo("blue\n");
    assertThat(result.getStderr()).isEqualTo("oops\n");
  }

  @Test
  void copiesFilesBothWays(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("page.html"), "copied");
    SERVER.copyFileToContainer(MountableFile.forHostPath(file), "/www/page.html");
    assertThat(get("page.html")).isEqualTo("copied");
    var back = directory.resolve("back").toString();
    SERVER.copyFileFromContainer("/www/page.html", back);
    assertThat(Path.of(back)).hasContent("copied");
  }

  @Test
  void handsItsOutputToConsumers() throws Exception {
    var consumer = new WaitingConsumer();
    SERVER.followOutput(consumer);
    SERVER.execInContainer("sh", "-c", "echo busy > /proc/1/fd/1");
    consumer.waitUntil(frame -> frame.getUtf8String().contains("busy"), 20, TimeUnit.SECONDS);
    assertThat(SERVER.getLogs()).isEqualTo("serving\nbusy\n");
  }

  @Test
  void waitsForAMessageAndForAnOpenPort() {
    try (var other =
        new GenericContainer<>(IMAGE)
            .withCommand("sh", "-c", "echo ready; exec httpd -f -p 9000")
            .withExposedPorts(9000)
            .waitingFor(Wait.forLogMessage(".*ready.*", 1))) {
      other.start();
      assertThat(other.isRunning()).isTrue();
      other.waitingFor(Wait.forListeningPort());
    }
    try (var other =
        new GenericContainer<>(IMAGE)
            .withCommand("httpd", "-f", "-p", "9000")
            .withExposedPorts(9000)
            .waitingFor(Wait.forListeningPort())) {
      other.start();
      assertThat(other.getMappedPort(9000)).isPositive();
    }
  }

  @Test
  void findsAnotherContainerByItsName() throws Exception {
    try (var network = Network.newNetwork();
        var named =
            new GenericContainer<>(IMAGE)
                .withNetwork(network)
                .withNetworkAliases("pages")
                .withCopyToContainer(Transferable.of("by name"), "/www/index.html")
                .withCommand("httpd", "-f", "-p", "80", "-h", "/www");
        var asking =
            new GenericContainer<>(IMAGE).withNetwork(network).withCommand("sleep", "600")) {
      named.start();
      asking.start();
      var answer = asking.execInContainer("wget", "-q", "-O", "-", "http://pages/index.html");
      assertThat(answer.getStdout()).as(answer.getStderr()).isEqualTo("by name");
    }
  }

  @Test
  void runsACommandToItsEnd() {
    try (var job =
        new GenericContainer<>(IMAGE)
            .withCommand("sh", "-c", "id -u; echo done")
            .withCreateContainerCmdModifier(command -> command.withUser("app"))
            .withStartupCheckStrategy(new OneShotStartupCheckStrategy())) {
      job.start();
      assertThat(job.getLogs()).isEqualTo("1000\ndone\n");
    }
  }

  private String get(String page) throws IOException, InterruptedException {
    var address = "http://%s:%d/%s".formatted(SERVER.getHost(), SERVER.getFirstMappedPort(), page);
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, BodyHandlers.ofString(UTF_8)).body();
    }
  }
}
