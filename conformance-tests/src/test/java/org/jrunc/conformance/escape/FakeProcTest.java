package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images and volumes that imitate the kernel's file systems: what the runtime writes for a
 * container has to reach the kernel, or the container is refused.
 */
@BundleTest
class FakeProcTest {
  private static final String SYSCTL = "sys/net/ipv4/ip_forward";

  /** A sysctl is written to a file of the image, or through a link of it (CVE-2025-52881). */
  @ParameterizedTest
  @ValueSource(strings = {"file", "link"})
  void writesSysctlsPastAProcOfTheImage(String fake, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var victim = Victim.of(bundle);
    withSysctl(bundle);
    var file = bundle.root().resolve("proc").resolve(SYSCTL);
    if (fake.equals("link")) {
      victim.linkAs(file);
    } else {
      Victim.imitate(file);
    }
    assertThatTheKernelHasIt(bundle, runtime);
    assertThat(Files.readString(file)).isEqualTo("0\n");
    assertThat(victim.isUntouched()).isTrue();
  }

  /** The same with a volume or an empty file system in place of proc (CVE-2019-16884). */
  @ParameterizedTest
  @ValueSource(strings = {"bind", "tmpfs"})
  void writesSysctlsPastAMountInPlaceOfProc(String type, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var volume = bundle.newDirectory("volume");
    var file = Victim.imitate(volume.resolve(SYSCTL));
    withSysctl(bundle);
    if (type.equals("bind")) {
      bundle.mount("/proc", "bind", volume.toString(), "bind", "rw");
    } else {
      bundle.mount("/proc", "tmpfs", "tmpfs");
    }
    assertThatTheKernelHasIt(bundle, runtime);
    assertThat(Files.readString(file)).isEqualTo("0\n");
  }

  private static void withSysctl(Bundle bundle) {
    bundle.edit(
        c -> {
          c.withArray("/mounts")
              .removeIf(mount -> mount.path("destination").asString().equals("/proc"));
          c.withObject("/linux/sysctl").put("net.ipv4.ip_forward", "1");
          c.withObject("/linux").putArray("maskedPaths");
          c.withObject("/linux").putArray("readonlyPaths");
        });
  }

  private static void assertThatTheKernelHasIt(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.container(runtime)) {
      if (container.create().exit() == 0) {
        var line =
            List.of(
                "nsenter", "--net=/proc/" + container.pid() + "/ns/net", "cat", "/proc/" + SYSCTL);
        assertThat(new Command(line).run().succeeded().stdout()).isEqualTo("1\n");
      }
    }
  }

  /** A label is written to a file of the image and never set (CVE-2025-52881, CVE-2023-27561). */
  @ParameterizedTest
  @ValueSource(strings = {"apparmorProfile", "selinuxLabel"})
  void writesNoLabelToAProcOfTheImage(String property, Bundle bundle, OciRuntime runtime)
      throws IOException {
    withSysctl(bundle);
    bundle.edit(c -> c.withObject("/process").put(property, "confined"));
    var files =
        List.of(
            Victim.imitate(bundle.root().resolve("proc/self/attr/exec")),
            Victim.imitate(bundle.root().resolve("proc/self/attr/apparmor/exec")),
            Victim.imitate(bundle.root().resolve("proc/thread-self/attr/exec")));
    try (var container = bundle.container(runtime)) {
      assertThat(container.create().exit()).as("this kernel has no such module").isEqualTo(1);
    }
    for (var file : files) {
      assertThat(file).hasContent("0");
    }
  }

  /** Limits are written to a volume in place of the hierarchies (CVE-2025-52881). */
  @Test
  void setsLimitsPastAVolumeInPlaceOfTheCgroups(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var volume = bundle.newDirectory("volume");
    bundle.edit(
        c -> {
          c.withArray("/mounts")
              .removeIf(mount -> mount.path("destination").asString().equals("/sys/fs/cgroup"));
          c.withObject("/linux/resources/pids").put("limit", 7);
        });
    bundle.mount("/sys/fs/cgroup", "bind", volume.toString(), "bind", "rw");
    try (var container = bundle.container(runtime)) {
      container.create().succeeded();
      assertThat(Cgroups.limits(container.pid())).containsEntry("host-limit:pids/pids.max", "7");
    }
    assertThat(volume).isEmptyDirectory();
  }
}
