package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that bring a {@code /dev} of their own, with things in it that are not what they seem. */
@BundleTest
class FakeDeviceTest {
  private static final String INVALID = "can't reopen /dev/null: container's /dev/null is invalid";

  /** Masks would be made of whatever the image calls {@code /dev/null} (CVE-2025-31133). */
  @ParameterizedTest
  @ValueSource(strings = {"link", "file", "zero"})
  void masksNothingWithAFakeNull(String fake, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var victim = Victim.of(bundle);
    bundle.rootFile("secret", "secret").edit(FakeDeviceTest::withoutDev);
    bundle.edit(c -> c.withObject("/root").put("readonly", false));
    bundle.edit(c -> Bundle.strings(c.withObject("/linux").putArray("maskedPaths"), "/secret"));
    bundle.args("/probe", "facts", "read=/secret", "write=/secret");
    fake(fake, bundle.root().resolve("dev/null"), victim);
    try (var container = bundle.container(runtime)) {
      if (container.create().exit() == 0) {
        var pid = container.pid();
        container.start();
        container.awaitEnd(pid);
        var facts = Facts.parse(container.output(), Map.of());
        assertThat(facts.get("read:/secret")).isEqualTo("empty");
      }
    }
    assertThat(victim.isUntouched()).isTrue();
  }

  /** The streams would be opened for writing on whatever the image calls so (CVE-2025-31133). */
  @ParameterizedTest
  @ValueSource(strings = {"link", "file", "zero", "fifo"})
  void reopensNoStreamOnAFakeNull(String fake, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var victim = Victim.of(bundle);
    bundle.edit(FakeDeviceTest::withoutDev).args("/probe", "true");
    bundle.edit(c -> c.withObject("/linux").remove("maskedPaths"));
    fake(fake, bundle.root().resolve("dev/null"), victim);
    try (var container = bundle.container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains(fake.equals("link") ? "/dev/null" : INVALID);
    }
    assertThat(victim.isUntouched()).isTrue();
  }

  /** An image may have its devices elsewhere, and a stream on the host's null is the image's. */
  @Test
  void reopensStreamsBehindALink(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.edit(FakeDeviceTest::withoutDev).args("/probe", "facts", "stat=/proc/self/fd/0");
    Files.createDirectory(bundle.root().resolve("devices"));
    Files.createSymbolicLink(bundle.root().resolve("dev"), Path.of("/devices"));
    try (var container = bundle.container(runtime)) {
      var facts = Facts.parse(container.run().succeeded().stdout(), Map.of());
      assertThat(facts.get("stat:/proc/self/fd/0")).isEqualTo("-> /devices/null");
    }
  }

  /** A terminal would be taken from whatever the image calls so (CVE-2025-52565). */
  @ParameterizedTest
  @ValueSource(strings = {"link", "file", "zero"})
  void takesNoTerminalFromAFakePtmx(String fake, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var victim = Victim.of(bundle);
    bundle.edit(FakeDeviceTest::withoutDev);
    fake(fake, bundle.root().resolve("dev/pts/ptmx"), victim);
    assertThat(createWithTerminal(bundle, runtime)).as("that create succeeded").isFalse();
    assertThat(victim.isUntouched()).isTrue();
  }

  /** The same with a volume in place of the file system of terminals (CVE-2025-52565). */
  @Test
  void takesNoTerminalFromAVolume(Bundle bundle, OciRuntime runtime) throws IOException {
    var volume = bundle.newDirectory("volume");
    Victim.imitate(volume.resolve("ptmx"));
    Victim.imitate(volume.resolve("0"));
    bundle.edit(
        c ->
            c.withArray("/mounts")
                .removeIf(mount -> mount.path("destination").asString().equals("/dev/pts")));
    bundle.mount("/dev/pts", "bind", volume.toString(), "bind", "rw");
    assertThat(createWithTerminal(bundle, runtime)).as("that create succeeded").isFalse();
  }

  /** The terminal would be bound to wherever the link leads (CVE-2025-52565). */
  @Test
  void bindsNoTerminalBehindALink(Bundle bundle, OciRuntime runtime) throws IOException {
    var victim = Victim.of(bundle);
    bundle.edit(
        c ->
            c.withArray("/mounts")
                .removeIf(mount -> mount.path("destination").asString().equals("/dev")));
    victim.linkAs(bundle.root().resolve("dev/console"));
    createWithTerminal(bundle, runtime);
    assertThat(victim.isUntouched()).isTrue();
  }

  private static boolean createWithTerminal(Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/process").put("terminal", true)).args("/probe", "true");
    var socket = Suite.newPath("console");
    var receiver =
        new Command(List.of(Suite.program("console_recv").toString(), socket.toString())).start();
    Container.await("the console socket", () -> Files.exists(socket));
    try (var container = bundle.container(runtime)) {
      return container.create("--console-socket", socket.toString()).exit() == 0;
    } finally {
      receiver.process().destroyForcibly();
    }
  }

  private static void withoutDev(tools.jackson.databind.node.ObjectNode config) {
    config
        .withArray("/mounts")
        .removeIf(mount -> mount.path("destination").asString().startsWith("/dev"));
  }

  private static void fake(String kind, Path path, Victim victim) throws IOException {
    switch (kind) {
      case "link" -> victim.linkAs(path);
      case "file" -> Victim.imitate(path);
      case "fifo" -> {
        Files.createDirectories(path.resolveSibling("."));
        new Command(List.of("mkfifo", path.toString())).run().succeeded();
      }
      default -> {
        Files.createDirectories(path.resolveSibling("."));
        new Command(List.of("mknod", path.toString(), "c", "1", "5")).run().succeeded();
      }
    }
  }
}
