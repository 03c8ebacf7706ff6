package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.NotifyListener;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NOTIFY_SOCKET: a container says that it is ready, and who started it is told; beside runc. */
@BundleTest
class ReadinessTest {
  private static final String VARIABLE = "NOTIFY_SOCKET";

  /** The manager's messages; the last of the three is that of newer runcs, too. */
  private static void wasTold(NotifyListener manager, OciRuntime runtime, long main, long sender) {
    var all =
        List.of(
            sender + " 0 READY=1\\n 0",
            sender + " 0 MAINPID=" + main + "\\n 0",
            sender + " 0 BARRIER=1 1");
    manager.awaitMessages(runtime.isOurs() ? 3 : 2);
    var messages = manager.messages();
    assertThat(messages).isEqualTo(runtime.isOurs() ? all : all.subList(0, messages.size()));
  }

  private static List<OciRuntime> both(OciRuntime runtime) {
    return List.of(runtime, OciRuntime.runc());
  }

  private static Bundle saying(Bundle bundle, String... words) {
    var arguments = new ArrayList<>(List.of("/sdnotify", "send"));
    arguments.addAll(List.of(words));
    return bundle
        .mount("/sdnotify", "bind", Suite.program("sdnotify").toString(), "bind", "ro")
        .args(arguments.toArray(String[]::new));
  }

  @Test
  void theProcessSeesASocketOfItsOwn(Bundle bundle, OciRuntime runtime) {
    bundle.rootLink("run", "/elsewhere").args("/probe", "facts");
    var seen = new ArrayList<List<String>>();
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        var create = container.createCommand().env(VARIABLE, manager.address()).run();
        assertThat(create.exit()).as("%s", create).isZero();
        var directory = each.root().resolve(container.id()).resolve("notify");
        assertThat(attribute(directory)).isEqualTo(040755);
        var start = container.startCommand().env(VARIABLE, manager.address()).run();
        assertThat(start.exit()).as("%s", start).isZero();
        assertThat(attribute(directory.resolve("notify.sock"))).isEqualTo(0140777);
        var facts = Bundle.text(create.output()).lines();
        seen.add(facts.filter(ReadinessTest::isOfTheSocket).map(ReadinessTest::fact).toList());
      }
    }
    assertThat(seen.getFirst()).isEqualTo(seen.getLast()).hasSize(2);
    assertThat(seen.getFirst()).anyMatch(line -> line.contains("env:NOTIFY_SOCKET"));
  }

  private static boolean isOfTheSocket(String line) {
    return line.contains("/notify") && !line.startsWith("\"mount-order");
  }

  private static String fact(String line) {
    return line.replaceAll("jrunc|runc", "RUNTIME");
  }

  private static int attribute(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void startTellsWhenTheContainerIsReady(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "env", "usr1", "STATUS=soon", "READY=1\\nSTATUS=now", "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        container.createCommand().env(VARIABLE, manager.address()).run().succeeded();
        var pid = container.pid();
        var start = container.startCommand().env(VARIABLE, manager.address()).start();
        Container.await("the program", () -> container.status().equals("running"));
        assertThat(manager.messages()).isEmpty();
        assertThat(start.process().isAlive()).as("%s waits", each).isTrue();
        assertThat(container.kill("USR1").exit()).isZero();
        assertThat(start.await().exit()).isZero();
        wasTold(manager, each, pid, start.process().pid());
      }
    }
  }

  @Test
  void whatIsSaidLaterReachesNobody(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "env", "READY=1", "usr1", "RELOADING=1", "READY=1", "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        var create = container.createCommand().env(VARIABLE, manager.address()).run();
        var pid = container.pid();
        var start = container.startCommand().env(VARIABLE, manager.address()).start();
        assertThat(start.await().exit()).isZero();
        container.kill("USR1").succeeded();
        var output = "/run/notify/notify.sock\nsent\nECONNREFUSED\nECONNREFUSED\n";
        Container.await("the errors", () -> Bundle.text(create.output()).equals(output));
        wasTold(manager, each, pid, start.process().pid());
      }
    }
  }

  @Test
  void aDetachedRunWaitsUntilTheContainerIsReady(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "READY=1", "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        var run = container.runCommand("-d").env(VARIABLE, manager.address()).start();
        assertThat(run.await().exit()).isZero();
        wasTold(manager, each, container.pid(), run.process().pid());
      }
    }
  }

  /** In the foreground the runtime stands for the service, and what it says ends with READY. */
  @Test
  void aRunInTheForegroundIsTheServiceItself(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "env", "READY=1", "usr1");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        var run = container.runCommand().env(VARIABLE, manager.address()).start();
        var pid = run.process().pid();
        wasTold(manager, each, pid, pid);
        assertThat(run.process().isAlive()).isTrue();
        container.kill("USR1").succeeded();
        assertThat(run.await().exit()).isZero();
        assertThat(run.stdoutSoFar()).isEqualTo("/run/notify/notify.sock\nsent\n");
        assertThat(container.status()).isEqualTo("missing");
      }
    }
  }

  /** runc waits for ever then. */
  @Test
  void aContainerThatIsNeverReadyEndsItsRun(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "STATUS=soon");
    try (var manager = NotifyListener.somewhere()) {
      var run = bundle.container(runtime).runCommand().env(VARIABLE, manager.address()).run();
      assertThat(run.succeeded().stdout()).isEqualTo("sent\n");
      assertThat(manager.messages()).isEmpty();
    }
  }

  /** runc waits until somebody has reaped it. */
  @Test
  void aContainerThatEndsWithoutHoldsUpNobody(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "STATUS=soon", "usr1");
    try (var manager = NotifyListener.somewhere();
        var container = bundle.container(runtime)) {
      var run = container.runCommand("-d").env(VARIABLE, manager.address()).start();
      Container.await("the program", () -> container.status().equals("running"));
      assertThat(run.process().isAlive()).isTrue();
      container.kill("KILL").succeeded();
      assertThat(run.await().exit()).isZero();
      assertThat(manager.messages()).isEmpty();
    }
  }

  /** As newer runcs do. */
  @Test
  void waitsUntilTheManagerHasDealtWithIt(Bundle bundle, OciRuntime runtime) throws IOException {
    saying(bundle, "READY=1", "wait");
    var done = Suite.newPath("done");
    try (var manager = NotifyListener.somewhere(done.toString());
        var container = bundle.container(runtime)) {
      container.createCommand().env(VARIABLE, manager.address()).run().succeeded();
      var start = container.startCommand().env(VARIABLE, manager.address()).start();
      manager.awaitMessages(3);
      assertThat(container.status()).as("nobody is locked out").isEqualTo("running");
      assertThat(start.process().isAlive()).as("it waits").isTrue();
      Files.createFile(done);
      assertThat(start.await().exit()).isZero();
    }
  }

  @Test
  void aContainerCanBeDeletedWhileSomebodyWaitsForIt(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        container.createCommand().env(VARIABLE, manager.address()).run().succeeded();
        var start = container.startCommand().env(VARIABLE, manager.address()).start();
        Container.await("the program", () -> container.status().equals("running"));
        container.delete("--force").succeeded();
        assertThat(start.await().exit()).isZero();
        assertThat(each.root().resolve(container.id())).doesNotExist();
      }
    }
  }

  /** What the container says before, too long or at random is none of the manager's business. */
  @Test
  void ignoresEverythingElse(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "", "long", "XREADY=1", "STATUS=a\\nREADY=1", "wait");
    try (var manager = NotifyListener.somewhere();
        var container = bundle.container(runtime)) {
      var run = container.runCommand("-d").env(VARIABLE, manager.address()).start();
      assertThat(run.await().exit()).isZero();
      wasTold(manager, runtime, container.pid(), run.process().pid());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"@%s", "%s/sock"})
  void theManagerMayBeAnywhere(String place, Bundle bundle, OciRuntime runtime) throws IOException {
    saying(bundle, "READY=1", "wait");
    var directory = Files.createDirectory(Suite.newPath("manager"));
    var address = place.formatted(directory);
    for (var each : place.startsWith("@") ? both(runtime) : List.of(runtime)) {
      try (var manager = NotifyListener.at(address);
          var container = bundle.freshRoot().container(each)) {
        var run = container.runCommand("-d").env(VARIABLE, address).start();
        assertThat(run.await().exit()).as("%s", each).isZero();
        wasTold(manager, each, container.pid(), run.process().pid());
      }
    }
  }

  @Test
  void startSaysThatTheManagerIsGone(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "wait");
    var nowhere = Suite.newPath("nowhere");
    for (var each : both(runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        container.createCommand().env(VARIABLE, nowhere.toString()).run().succeeded();
        var start = container.startCommand().env(VARIABLE, nowhere.toString()).run();
        assertThat(start.exit()).as("%s", start).isEqualTo(1);
        assertThat(start.stderr()).contains("no such file or directory");
        assertThat(start.stderr().lines()).hasSize(1);
        assertThat(container.status()).as("it runs all the same").isEqualTo("running");
      }
      try (var container = bundle.freshRoot().container(each)) {
        var run = container.runCommand("-d").env(VARIABLE, nowhere.toString()).run();
        assertThat(run.exit()).as("%s", run).isZero();
        assertThat(container.status()).isEqualTo("running");
      }
    }
  }

  @Test
  void startCannotBeAskedForMoreThanCreateWas(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "env", "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        container.create().succeeded();
        var start = container.startCommand().env(VARIABLE, manager.address()).run();
        assertThat(start.exit()).as("%s", start).isEqualTo(1);
        assertThat(start.stderr()).contains("bind", "no such file or directory");
        assertThat(container.status()).isEqualTo("created");
        container.start().succeeded();
        container.awaitOutput("none");
      }
    }
  }

  @Test
  void aUserInAUserNamespaceIsHeardToo(Bundle bundle, OciRuntime runtime) {
    saying(bundle.userNamespace(100000), "env", "READY=1", "wait")
        .edit(c -> c.withObject("/process/user").put("uid", 1000).put("gid", 1000));
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        var create = container.createCommand().env(VARIABLE, manager.address()).run();
        assertThat(create.exit()).as("%s", create).isZero();
        var pid = container.pid();
        var start = container.startCommand().env(VARIABLE, manager.address()).start();
        assertThat(start.await().exit()).isZero();
        wasTold(manager, each, pid, start.process().pid());
        assertThat(Bundle.text(create.output())).isEqualTo("/run/notify/notify.sock\nsent\n");
      }
    }
  }

  @Test
  void execIsToldNothingOfIt(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "READY=1", "wait");
    for (var each : both(runtime)) {
      try (var manager = NotifyListener.somewhere();
          var container = bundle.freshRoot().container(each)) {
        container.runCommand("-d").env(VARIABLE, manager.address()).run().succeeded();
        var exec = each.command("exec", container.id(), "/sdnotify", "send", "env");
        assertThat(exec.env(VARIABLE, manager.address()).run().succeeded().stdout())
            .isEqualTo("none\n");
      }
    }
  }

  @Test
  void aClientThatIsKilledLeavesTheContainerAlone(Bundle bundle, OciRuntime runtime) {
    saying(bundle, "usr1", "READY=1", "wait");
    try (var manager = NotifyListener.somewhere();
        var container = bundle.container(runtime)) {
      container.createCommand().env(VARIABLE, manager.address()).run().succeeded();
      var start = container.startCommand().env(VARIABLE, manager.address()).start();
      Container.await("the program", () -> container.status().equals("running"));
      start.process().destroyForcibly();
      Container.await("nobody listens", () -> !listens(container, runtime));
      container.kill("USR1").succeeded();
      assertThat(container.status()).isEqualTo("running");
      assertThat(manager.messages()).isEmpty();
    }
  }

  private static boolean listens(Container container, OciRuntime runtime) {
    var socket = runtime.root().resolve(container.id()).resolve("notify/notify.sock");
    return Bundle.text(Path.of("/proc/net/unix")).contains(socket.toString());
  }
}
