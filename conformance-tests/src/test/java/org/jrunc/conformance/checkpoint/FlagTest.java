package org.jrunc.conformance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Flags that CRIU is handed: what it does with and without them. */
@BundleTest
class FlagTest {

  private static List<OciRuntime> both(OciRuntime runtime) {
    return List.of(OciRuntime.runc(), runtime);
  }

  private static String log(Subject subject, String name) {
    return Bundle.text(subject.images().resolve(name));
  }

  private static void refuses(Subject subject, String complaint) {
    var refused = subject.checkpoint();
    assertThat(refused.exit()).as("%s", refused).isEqualTo(1);
    assertThat(log(subject, "dump.log")).contains(complaint);
    subject.awaitCounting();
  }

  @Test
  void letsSocketsBeConnectedToSomebodyOutside(Bundle bundle, OciRuntime runtime) {
    var outside = bundle.newDirectory("outside");
    Subject.counting(bundle, "unix").mount("/outside", "bind", outside.toString(), "rbind");
    // CRIU connects to the name that the socket was bound to.
    bundle.mount(outside.toString(), "bind", outside.toString(), "rbind");
    try (var network = new OutsideNetwork()) {
      network.join(bundle);
      var program = Suite.program("sdnotify").toString();
      var listener = network.command(program, "listen", outside + "/socket").start();
      Container.await("the socket", () -> Files.exists(outside.resolve("socket")));
      for (var one : both(runtime)) {
        try (var subject = new Subject(bundle, one).started()) {
          refuses(subject, "xternal socket is used");
          subject.checkpoint("--ext-unix-sk").succeeded();
          if (one.equals(runtime)) {
            // runc 1.1 fails then.
            subject.restore("--ext-unix-sk").succeeded();
            var sender = "\n" + subject.container().pid() + " ";
            Container.await("messages", () -> listener.stdoutSoFar().contains(sender));
            subject.awaitCounting();
          }
        }
      }
      listener.process().destroyForcibly();
    }
  }

  /** runc knows the flag since 1.2. */
  @Test
  void linksFilesAgainThatHaveLostTheirName(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "linked");
    try (var subject = new Subject(bundle, runtime).started()) {
      refuses(subject, "link-remap");
      subject.checkpoint("--link-remap").succeeded();
      subject.restore().succeeded();
      subject.awaitCounting();
    }
  }

  @Test
  void leavesOutConnectionsThatAreNotAccepted(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "flight");
    try (var network = new OutsideNetwork()) {
      network.join(bundle);
      try (var subject = new Subject(bundle, runtime).started()) {
        var refused = subject.checkpoint("--tcp-established");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(log(subject, "dump.log")).contains("In-flight connection");
        subject.awaitCounting();
        subject.checkpoint("--tcp-established", "--tcp-skip-in-flight").succeeded();
      }
    }
  }

  /** The counter ends with 3 when its connection does. */
  @Test
  void restoresConnectionsAsClosed(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "tcp");
    try (var network = new OutsideNetwork()) {
      network.join(bundle);
      try (var subject = new Subject(bundle, runtime).started()) {
        subject.checkpoint("--tcp-established").succeeded();
        var restored = Subject.withoutStreams(subject.restoreCommand("--tcp-close"));
        assertThat(restored.exit()).as("%s", restored).isEqualTo(3);
      }
    }
  }

  @Test
  void dropsPagesFromTheImagesThatAreRestored(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : both(runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        subject.checkpoint().succeeded();
        long before = blocks(subject.images());
        subject.restore("--auto-dedup").succeeded();
        assertThat(blocks(subject.images())).isLessThan(before);
        subject.awaitCounting();
      }
    }
  }

  private static long blocks(Path images) {
    try (var files = Files.list(images)) {
      var pages = files.filter(file -> file.toString().contains("pages-")).toList();
      assertThat(pages).isNotEmpty();
      var line = new ArrayList<>(List.of("stat", "-c", "%b"));
      pages.forEach(page -> line.add(page.toString()));
      var counts = new Command(line).run().succeeded().stdout();
      return counts.lines().mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysWhatIsWrongWithAProfile(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : both(runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        subject.checkpoint().succeeded();
        assertThat(subject.restore("--lsm-profile", "x").exit()).isEqualTo(1);
        assertThat(log(subject, "restore.log")).contains("invalid argument x for --lsm-profile");
        assertThat(subject.container().status()).isEqualTo("missing");
        subject.restore("--lsm-mount-context", "a:b:c", "--shell-job").succeeded();
        subject.awaitCounting();
      }
    }
  }

  /** Both hold up the whole namespace until the restore; then nobody can send to himself. */
  @ParameterizedTest
  @CsvSource({"'',true,false", "iptables,true,false", "nftables,false,true", "skip,false,false"})
  void holdsUpTheNetworkAsItIsTold(
      String method, boolean called, boolean held, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Subject.counting(bundle, "tcp").edit(config -> config.remove("annotations"));
    var programs = bundle.newDirectory("bin");
    var calls = bundle.directory().resolve("calls");
    var script = programs.resolve("iptables-restore");
    Files.writeString(script, "#!/bin/sh\ncat >>" + calls + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    var path = programs + ":" + System.getenv("PATH");
    var flags = new ArrayList<>(List.of("--tcp-established", "--detach"));
    if (!method.isEmpty()) {
      flags.addFirst("--network-lock=" + method);
    }
    try (var network = new OutsideNetwork()) {
      network.join(bundle);
      try (var subject = new Subject(bundle, runtime).started()) {
        var dumping = flags.subList(0, flags.size() - 1).toArray(String[]::new);
        subject.checkpointCommand(dumping).env("PATH", path).run().succeeded();
        assertThat(Files.exists(calls)).isEqualTo(called);
        assertThat(isHeldUp(network)).isEqualTo(held);
        var restoring = subject.restoreCommand(flags.toArray(String[]::new));
        Subject.withoutStreams(restoring.env("PATH", path)).succeeded();
        assertThat(isHeldUp(network)).isFalse();
        subject.awaitCounting();
      }
    }
  }

  private static boolean isHeldUp(OutsideNetwork network) {
    var outcome = network.command("bash", "-c", "echo >/dev/udp/127.0.0.1/9").run();
    assertThat(outcome.exit() == 0 || outcome.stderr().contains("not permitted")).isTrue();
    return outcome.exit() != 0;
  }

  @Test
  void refusesAWayToHoldUpTheNetworkThatThereIsNot(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      for (var command :
          List.of(
              subject.checkpointCommand("--network-lock", "gently"),
              subject.restoreCommand("--network-lock", "gently"))) {
        var refused = command.run();
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.stderr()).hasLineCount(1).contains("invalid network-lock value: gently");
      }
      subject.awaitCounting();
    }
  }

  @Test
  void restoresIntoAPidNamespaceThatIsGiven(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    var holder = new Command(List.of("unshare", "--pid", "--fork", "sleep", "300")).start();
    try {
      Container.await("a process", () -> holder.process().children().findAny().isPresent());
      var path = "/proc/" + holder.process().children().findAny().orElseThrow().pid() + "/ns/pid";
      bundle.edit(
          config -> {
            for (var namespace : config.withObject("/linux").withArray("namespaces")) {
              if (namespace.path("type").asString().equals("pid")) {
                ((ObjectNode) namespace).put("path", path);
              }
            }
          });
      for (var one : both(runtime)) {
        try (var subject = new Subject(bundle, one).started()) {
          var namespace = Engine.link(subject.container().pid(), "ns/pid");
          var process = Path.of("/proc/" + subject.container().pid());
          subject.checkpoint().succeeded();
          // Its number is free again once the machine's init has reaped it.
          Container.await("the reaper", () -> !Files.exists(process));
          subject.restore().succeeded();
          assertThat(Engine.link(subject.container().pid(), "ns/pid")).isEqualTo(namespace);
          subject.awaitCounting();
        }
      }
    } finally {
      holder.process().descendants().forEach(ProcessHandle::destroyForcibly);
      holder.process().destroyForcibly();
    }
  }
}
