package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

@BundleTest
class TerminalTest {

  @Test
  @Covers({"/process/terminal", "/process/consoleSize/**"})
  void givesAContainerTheTerminalThatRuncGivesIt(Bundle bundle, OciRuntime runtime) {
    terminal(bundle);
    var reference = facts(OciRuntime.runc(), bundle);
    var facts = facts(runtime, bundle);
    assertThat(KnownDifferences.unexplained(runtime, "terminal", facts.differencesFrom(reference)))
        .isEmpty();
    assertThat(facts.get("tty:0")).contains("size 91x37", "foreground own");
    assertThat(facts.get("tty:controlling")).isEqualTo("yes");
  }

  @Test
  void givesTheTerminalToTheContainersUser(Bundle bundle, OciRuntime runtime) {
    terminal(bundle).edit(c -> c.withObject("/process/user").put("uid", 1000).put("gid", 1001));
    var reference = facts(OciRuntime.runc(), bundle);
    var facts = facts(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "terminal of another user", facts.differencesFrom(reference)))
        .isEmpty();
  }

  @Test
  @Covers({"/process/terminal", "/linux/namespaces/*/type=user"})
  void givesATerminalInAUserNamespace(Bundle bundle, OciRuntime runtime) {
    terminal(bundle).edit(c -> c.withObject("/process/user").put("uid", 1000).put("gid", 1001));
    bundle.userNamespace(100_000);
    var reference = facts(OciRuntime.runc(), bundle);
    var facts = facts(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "user namespace with a terminal", facts.differencesFrom(reference)))
        .isEmpty();
    assertThat(facts.get("tty:controlling")).isEqualTo("yes");
  }

  private static Bundle terminal(Bundle bundle) {
    return bundle.edit(
        c ->
            c.withObject("/process")
                .put("terminal", true)
                .putObject("consoleSize")
                .put("width", 91)
                .put("height", 37));
  }

  private static Facts facts(OciRuntime runtime, Bundle bundle) {
    var socket = Suite.newPath("console");
    var receiver =
        new Command(List.of(Suite.program("console_recv").toString(), socket.toString())).start();
    Container.await("the console socket", () -> java.nio.file.Files.exists(socket));
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create("--console-socket", socket.toString()).succeeded();
      container.start().succeeded();
      var received = receiver.await();
      assertThat(received.stderr()).contains("payload present descriptors 1");
      Container.await("the end", () -> container.status().equals("stopped"));
      return Facts.parse(received.stdout().replace("\r\n", "\n"), Map.of());
    } finally {
      receiver.process().destroyForcibly();
    }
  }

  @Test
  void relaysAForegroundTerminalAndItsResizing(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "size").edit(c -> c.withObject("/process").put("terminal", true));
    var line =
        new java.util.ArrayList<>(List.of(Suite.program("pty_run").toString(), "80x25", "100x40"));
    line.addAll(
        runtime.command("run", "--bundle", bundle.directory().toString(), bundle.id()).line());
    var outcome = new Command(line).run();
    assertThat(outcome.stdout()).as(outcome.toString()).contains("size 100x40");
    assertThat(outcome.exit()).isZero();
  }
}
