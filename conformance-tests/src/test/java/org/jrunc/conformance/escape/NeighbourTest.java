package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container can reach of the runtime while another one is made beside it. */
@BundleTest
class NeighbourTest {
  private static final List<String> STREAMS = List.of("0", "1", "2");

  /**
   * The process that becomes a container joins a namespace whose owner is waiting for it: neither
   * descriptors nor memory nor root directory may be open to him (CVE-2016-9962).
   */
  @Test
  void reachesNothingOfAProcessThatJoinsItsNamespace(
      Bundle bundle, Bundle joining, OciRuntime runtime) {
    bundle.args("/probe", "peek");
    try (var container = bundle.container(runtime);
        var joined = joining.container(runtime)) {
      container.create().succeeded();
      container.start().succeeded();
      joining.edit(
          c ->
              ((tools.jackson.databind.node.ObjectNode) c.withArray("/linux/namespaces").get(0))
                  .put("path", "/proc/" + container.pid() + "/ns/pid"));
      joined.create().succeeded();
      container.awaitOutput("denied");
      Container.pause(100);
      assertThat(container.output()).contains("denied").doesNotContain("reached");
    }
  }

  /**
   * Whoever enters a container that waits for {@code start} must find no file and no directory of
   * the host among the descriptors of its first process (CVE-2024-21626).
   */
  @ParameterizedTest
  @ValueSource(strings = {"/probe", "probe"})
  void leavesNothingOfTheHostOpenInACreatedContainer(
      String executable, Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    // The search for the executable comes across a directory of that name.
    Files.createDirectories(bundle.root().resolve("early/probe"));
    bundle.edit(c -> c.withObject("/process").set("env", json("['PATH=/early:/']")));
    var container = bundle.args(executable, "wait").container(runtime);
    container.create().succeeded();
    try (var links = Files.list(Path.of("/proc/" + container.pid() + "/fd"))) {
      var own = links.filter(link -> !STREAMS.contains(link.getFileName().toString())).toList();
      assertThat(own).isNotEmpty();
      for (var link : own) {
        assertThat(Files.readSymbolicLink(link).toString()).matches("/|/.*/exec\\.fifo");
        assertThat(Files.isSameFile(link, Path.of("/"))).isFalse();
      }
    }
  }

  /**
   * Without pivot_root(2) the host's mounts stay below the root. As long as a procfs without masks
   * is among them the kernel lets a user namespace of the container mount another one.
   */
  @Test
  void leavesNoProcfsOfTheHostBelowTheRoot(Bundle bundle, OciRuntime runtime) {
    for (var directory : List.of("bin", "lib", "lib64", "sbin")) {
      bundle.rootLink(directory, "usr/" + directory);
    }
    bundle.mount("/usr", "bind", "/usr", "rbind", "ro");
    bundle.edit(
        c -> {
          c.withObject("/process")
              .set(
                  "capabilities",
                  json("{'bounding':['CAP_SETFCAP'],'permitted':['CAP_SETFCAP'],'effective':[]}"));
          c.withObject("/linux").set("maskedPaths", json("['/proc/kcore']"));
        });
    bundle.args("/bin/unshare", "-mrpf", "/bin/mount", "-t", "proc", "none", "/proc");
    var outcome = bundle.container(runtime).run("--no-pivot");
    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.stderr()).contains("mount: /proc: permission denied");
  }

  /** Abstract sockets belong to the network namespace, and so to containers (CVE-2020-15257). */
  @Test
  void findsNoAbstractSocketOfTheEngine(Bundle bundle, OciRuntime runtime) throws Exception {
    Requires.ours(runtime);
    bundle.args("/probe", "wait").container(runtime).create().succeeded();
    var sockets = Engine.of(runtime).orElseThrow().descriptors();
    var abstractOnes =
        Files.readAllLines(Path.of("/proc/net/unix")).stream()
            .map(line -> List.of(line.strip().split(" +")))
            .filter(fields -> fields.size() > 7 && fields.get(7).startsWith("@"))
            .map(fields -> "socket:[" + fields.get(6) + "]")
            .toList();
    assertThat(sockets).isNotEmpty().noneMatch(abstractOnes::contains);
  }

  /** Inheritable capabilities of a default container would pass to files (CVE-2022-29162). */
  @Test
  void inheritsNoCapabilityThatWasNotGranted(Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        c ->
            c.withObject("/process")
                .set("capabilities", json("{'bounding':['CAP_KILL'],'permitted':['CAP_KILL']}")));
    assertThat(Facts.gather(runtime, bundle).get("status:CapInh")).isEqualTo("0000000000000000");
  }
}
