package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@BundleTest
class MountTargetTest {

  /**
   * The image would choose where the kernel's files are (CVE-2019-19921, CVE-2023-27561,
   * CVE-2023-28642).
   */
  @ParameterizedTest
  @CsvSource({"proc,proc", "sys,sysfs"})
  void theKernelsFilesAreNotMountedBehindALink(
      String name, String type, Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.rootLink(name, "elsewhere");
    Files.createDirectory(bundle.root().resolve("elsewhere"));
    assertThat(failure(bundle, runtime).stderr())
        .contains("must be mounted on ordinary directory")
        .contains(runtime.isOurs() ? " (from /mounts/" : "")
        .contains(type);
  }

  /** What lies over /proc would hide what security relies on (CVE-2019-16884). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc",
        "/proc/self",
        "/proc/1/attr",
        "/proc/sys/kernel",
        "/proc/./sys//kernel/",
        "/somewhere/../proc/sys",
        "proc/sysrq-trigger",
        "/proc/net/dev",
        "/innocent/link",
        "/innocent/link/sys"
      })
  void nothingIsBoundOverTheFilesOfProc(String target, Bundle bundle, OciRuntime runtime) {
    bundle.rootLink("innocent/link", "../proc");
    bundle.mount(target, "bind", bundle.newDirectory("source").toString(), "rbind");
    assertThat(failure(bundle, runtime).stderr()).contains("cannot be mounted because it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpuinfo", "diskstats", "meminfo", "stat", "swaps", "uptime", "loadavg"})
  void whatToolsReplaceInProcMayBeBoundOver(String name, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var file = Files.writeString(bundle.newDirectory("source").resolve("file"), "replaced");
    bundle.mount("/proc/" + name, "bind", file.toString(), "bind", "ro");
    bundle.args("/probe", "facts", "stat=/proc/" + name);
    assertThat(Facts.gather(runtime, bundle).get("mount:/proc/" + name)).contains("ext4");
  }

  @Test
  void theHostsProcMayBeBoundAsAWhole(Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withArray("/mounts").remove(0)).namespaces("mount", "uts", "network");
    bundle.mount("/proc", "bind", "/proc", "rbind");
    bundle.args("/probe", "true").container(runtime).run().succeeded();
  }

  /** A tree that holds its own target is bound once. */
  @Test
  void aTreeIsBoundIntoItself(Bundle bundle, OciRuntime runtime) {
    bundle.mount("/loop", "bind", bundle.directory().toString(), "rbind", "ro");
    bundle.mount("/loop2/a", "bind", bundle.root().toString(), "rbind");
    var facts = Facts.gather(runtime, bundle.args("/probe", "facts", "read=/loop2/a/loop2/a"));
    assertThat(facts.get("read:/loop2/a/loop2/a")).isEqualTo("empty directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/one", "/one/below", "/three/below/it", "/self/x"})
  void linksThatLeadInACircleAreRefused(String target, Bundle bundle, OciRuntime runtime) {
    bundle.rootLink("one", "two").rootLink("two", "one").rootLink("self", "self/self");
    bundle.rootLink("three", "/two/../one");
    bundle.mount(target, "tmpfs", "tmpfs");
    failure(bundle, runtime);
  }

  /** A length that is cut off to fewer bits would make another message (CVE-2021-43784). */
  @ParameterizedTest
  @ValueSource(ints = {1000, 5000, 70_000})
  void pathsThatAreTooLongAreRefused(int length, Bundle bundle, OciRuntime runtime) {
    bundle.mount("/" + "x".repeat(length), "tmpfs", "tmpfs");
    assertThat(failure(bundle, runtime).stderr()).contains("file name too long");
    put(bundle, "destination", "/" + "many/".repeat(length));
    assertThat(failure(bundle, runtime).stderr()).contains("file name too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"destination", "source", "type"})
  void pathsWithANulByteAreRefused(String field, Bundle bundle, OciRuntime runtime) {
    bundle.mount("/m", "tmpfs", "tmpfs");
    put(bundle, field, "/proc\0/m");
    assertThat(failure(bundle, runtime).stderr()).contains("mount field contains null byte");
  }

  @Test
  void aRootBehindALinkIsRefused(Bundle bundle, OciRuntime runtime) throws IOException {
    for (var target : new Path[] {bundle.root(), Path.of("rootfs"), Path.of("/")}) {
      var link = bundle.directory().resolve("link");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, target);
      bundle.edit(c -> c.withObject("/root").put("path", "link"));
      assertThat(failure(bundle, runtime).stderr())
          .contains("invalid rootfs: not an absolute path, or a symlink");
    }
  }

  /** Everything that came after it would go to what it covers. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/x/..", "/link"})
  void nothingIsMountedOnTheRoot(String target, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.rootLink("link", "/").mount(target, "tmpfs", "tmpfs");
    assertThat(failure(bundle, runtime).stderr()).contains("is on the top of rootfs");
  }

  /** Changes the mount that the test has added. */
  private static void put(Bundle bundle, String field, String value) {
    bundle.edit(
        c -> {
          var mounts = c.withArray("/mounts");
          ((ObjectNode) mounts.get(mounts.size() - 1)).put(field, value);
        });
  }

  private static Outcome failure(Bundle bundle, OciRuntime runtime) {
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    return outcome;
  }
}
