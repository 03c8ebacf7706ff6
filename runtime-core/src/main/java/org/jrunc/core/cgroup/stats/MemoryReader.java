package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import org.jrunc.spec.events.MemoryStatistics;
import org.jrunc.spec.events.MemoryUsage;

/** The controller memory: Documentation/admin-guide/cgroup-v1/memory.rst. */
final class MemoryReader {
  private final Path directory;

  MemoryReader(Path directory) {
    this.directory = directory;
  }

  MemoryStatistics read() {
    var raw = StatFile.of(directory, "memory.stat").table();
    return new MemoryStatistics(
        raw.get("cache"),
        usage("memory"),
        usage("memory.memsw"),
        usage("memory.kmem"),
        usage("memory.kmem.tcp"),
        raw);
  }

  private MemoryUsage usage(String kind) {
    return new MemoryUsage(
        StatFile.of(directory, kind + ".limit_in_bytes").number(),
        StatFile.of(directory, kind + ".usage_in_bytes").number(),
        StatFile.of(directory, kind + ".max_usage_in_bytes").number(),
        StatFile.of(directory, kind + ".failcnt").number());
  }
}
