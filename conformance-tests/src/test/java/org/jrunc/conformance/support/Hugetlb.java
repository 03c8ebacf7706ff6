package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the hugetlb controller away from the unified hierarchy of a hybrid host. crun refuses to
 * run on a host whose cgroup v2 mount still holds a controller while the others are on v1; a v1
 * mount of that controller anywhere makes it free. All runtimes then run on the same host.
 */
final class Hugetlb {
  private static @Nullable Path mounted;

  private Hugetlb() {}

  static synchronized void claim() {
    // Looked at each time: the controller comes back when the last cgroup of a v1 mount has gone.
    if (mounted != null) {
      return;
    }
    try {
      if (!isUnified() && !isForgotten()) {
        return;
      }
      var target = Files.createDirectory(Suite.scratch().resolve("hugetlb"));
      new Command(List.of("mount", "-t", "cgroup", "-o", "hugetlb", "none", target.toString()))
          .run()
          .succeeded();
      mounted = target;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isUnified() throws IOException {
    var controllers = Path.of("/sys/fs/cgroup/unified/cgroup.controllers");
    return Files.exists(controllers) && Files.readString(controllers).contains("hugetlb");
  }

  /** Whether it is on a hierarchy that outlived its mount, at which containerd gives up. */
  private static boolean isForgotten() throws IOException {
    var isThere = Files.readString(Path.of("/proc/self/cgroup")).contains(":hugetlb:");
    return isThere && Cgroups.hierarchies().keySet().stream().noneMatch("hugetlb"::equals);
  }

  static synchronized void release() {
    if (mounted != null) {
      new Command(List.of("umount", mounted.toString())).run();
    }
  }
}
