package org.jrunc.core.cgroup;

import java.nio.file.Path;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.OpenFlags;

/**
 * Want of memory in a cgroup of version 1: Documentation/admin-guide/cgroup-v1/memory.rst, "OOM
 * Control".
 */
final class MemoryEvents {
  private static final String KILLS = "oom_kill ";

  private final Kernel kernel;
  private final Path source;
  private final Path control;

  MemoryEvents(Kernel kernel, Path directory) {
    this.kernel = kernel;
    this.source = directory.resolve("memory.oom_control");
    this.control = directory.resolve("cgroup.event_control");
  }

  /** Has a counter count them from now on. */
  void count(Fd counter) {
    try (var file = kernel.open(source, OpenFlags.READ)) {
      KernelFile.write(control, counter.number() + " " + file.number() + " ");
    } catch (SyscallFailure e) {
      throw new CgroupFailure(source.toString(), String.valueOf(e.getMessage()));
    }
  }

  /** How many processes the kernel has ended; they are counted before they end. */
  long kills() {
    return KernelFile.readIfPresent(source).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(KILLS))
        .mapToLong(line -> Long.parseLong(line.substring(KILLS.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** The kernel counts once more when the cgroup is removed. */
  boolean ended() {
    return !kernel.exists(control);
  }
}
