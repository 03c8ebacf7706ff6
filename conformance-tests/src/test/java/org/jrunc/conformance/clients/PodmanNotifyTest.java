package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.NotifyListener;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Containers that are services of systemd. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanNotifyTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  @Feature("run --sdnotify=container: the container says when it is ready")
  void handsOnThatTheContainerIsReady(OciRuntime runtime) {
    var options =
        List.of(
            "--detach",
            "--name=service",
            "--sdnotify=container",
            "--volume=" + Suite.program("sdnotify") + ":/sdnotify:ro");
    try (var manager = NotifyListener.somewhere();
        var podman = Podman.with(runtime)) {
      podman
          .runCommand(options, "/sdnotify", "send", "STATUS=soon", "READY=1", "wait")
          .env("NOTIFY_SOCKET", manager.address())
          .run()
          .succeeded();
      manager.awaitMessages(2);
      assertThat(manager.messages()).anyMatch(message -> message.contains("READY=1"));
      var conmon = podman.inspect("service", "{{.State.ConmonPid}}");
      assertThat(manager.messages()).anyMatch(message -> message.contains("MAINPID=" + conmon));
    }
  }

  @Feature("run --sdnotify=conmon: podman says that it is ready")
  void saysItself(OciRuntime runtime) {
    var options = List.of("--detach", "--name=service", "--sdnotify=conmon");
    try (var manager = NotifyListener.somewhere();
        var podman = Podman.with(runtime)) {
      podman
          .runCommand(options, "sh", "-c", "echo socket=$NOTIFY_SOCKET; exec sleep 1000")
          .env("NOTIFY_SOCKET", manager.address())
          .run()
          .succeeded();
      manager.awaitMessages(1);
      assertThat(manager.messages()).anyMatch(message -> message.contains("READY=1"));
      podman.awaitOutput("service", "socket=\n");
    }
  }
}
