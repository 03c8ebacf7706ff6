package org.jrunc.conformance.clients.cri;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/**
 * What is behind {@code kubectl exec} and {@code kubectl attach}: streams to and from processes.
 */
@Client(
    name = "containerd (CRI)",
    version = {"/usr/bin/containerd", "--version"})
class CriStreamTest {

  @BeforeAll
  static void startTheNode() {
    Node.shared();
  }

  @Feature("stream: exec with standard input")
  void streamsACommand(OciRuntime runtime) {
    var request =
        "{'cmd': ['sh', '-c', 'read word; echo got $word; echo oops >&2; exit 7'],"
            + " 'stdin': true, 'stdout': true, 'stderr': true}";
    try (var pod = Pod.run(runtime);
        var streams =
            new Streams(
                pod.start("sleep", "infinity").ask("Exec", request).path("url").asString())) {
      streams.send("hello\n");
      assertThat(streams.awaitEnd()).contains("\"NonZeroExitCode\"", "\"7\"");
      assertThat(streams.output()).isEqualTo("got hello\n");
      assertThat(streams.errors()).isEqualTo("oops\n");
    }
  }

  @Feature("stream: exec with a terminal")
  void streamsATerminal(OciRuntime runtime) {
    var request = "{'cmd': ['sh'], 'tty': true, 'stdin': true, 'stdout': true}";
    try (var pod = Pod.run(runtime);
        var streams =
            new Streams(
                pod.start("sleep", "infinity").ask("Exec", request).path("url").asString())) {
      streams.send("tty; exit\n");
      assertThat(streams.awaitEnd()).contains("\"Success\"");
      assertThat(streams.output()).contains("/dev/pts/0");
    }
  }

  @Feature("stream: attach")
  void attachesToAContainer(OciRuntime runtime) {
    var config = "{'stdin': true}";
    try (var pod = Pod.run(runtime)) {
      var container =
          pod.configured(config, "sh", "-c", "while read word; do echo got $word; done").start();
      var request = "{'stdin': true, 'stdout': true, 'stderr': true}";
      try (var streams = new Streams(container.ask("Attach", request).path("url").asString())) {
        streams.send("hello\n");
        streams.awaitOutput("got hello\n");
      }
      assertThat(container.state()).isEqualTo("CONTAINER_RUNNING");
    }
  }
}
