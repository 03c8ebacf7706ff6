package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@BundleTest
class MountLabelTest {

  /** Without SELinux the kernel does not know the option that carries the label. */
  @Test
  @Covers(
      value = "/linux/mountLabel",
      instead =
          "the kernel has no SELinux: tested is that runc's decision is ours; golden plan"
              + " `mount-label`")
  void decidesAsRuncWithoutSelinux(Bundle bundle, OciRuntime runtime) {
    Assumptions.assumeFalse(Files.exists(Path.of("/sys/fs/selinux/enforce")), "SELinux is on");
    bundle.edit(
        config -> config.withObject("/linux").put("mountLabel", "system_u:object_r:x_t:s0"));
    var reference = exit(bundle, OciRuntime.runc());
    assertThat(exit(bundle, runtime)).isEqualTo(reference);
  }

  private static int exit(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().container(runtime)) {
      return container.create().exit();
    }
  }
}
