package org.jrunc.conformance.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Preconditions of tests. A missing privilege fails the test; a feature that the kernel lacks skips
 * it and names it.
 */
public final class Requires {
  private Requires() {}

  /** Fails unless the suite runs as root. */
  public static void root() {
    if (!Files.isWritable(Path.of("/sys/fs/cgroup"))
        || !"root".equals(System.getProperty("user.name"))) {
      throw new AssertionError("the conformance suite needs root and a writable /sys/fs/cgroup");
    }
  }

  /** Skips a test that is about the parts of jrunc, which a reference does not have. */
  public static void ours(OciRuntime runtime) {
    assumeTrue(
        runtime.isOurs() || Measurement.isUnderWay(),
        "`" + runtime + "` is a reference and has no engine");
  }

  /** Skips unless a path of the kernel's file systems exists. */
  public static void kernelFile(String path, String feature) {
    assumeTrue(
        Files.exists(Path.of(path)),
        "this kernel has no " + feature + ": `" + path + "` does not exist");
  }

  /** Skips unless a controller is mounted as cgroup v1. */
  public static void cgroupV1(String controller) {
    assumeTrue(
        Cgroups.hierarchies().keySet().stream()
            .anyMatch(names -> java.util.List.of(names.split(",")).contains(controller)),
        "this host has no cgroup v1 mount of the controller `" + controller + "`");
  }
}
