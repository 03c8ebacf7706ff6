package org.jrunc.spec.events;

import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Memory, in bytes.
 *
 * @param cache page cache
 * @param usage memory
 * @param swap memory and swap
 * @param kernel memory of the kernel
 * @param kernelTCP buffers of the network
 * @param raw all the numbers of memory.stat
 */
public record MemoryStatistics(
    @Nullable Long cache,
    MemoryUsage usage,
    MemoryUsage swap,
    MemoryUsage kernel,
    MemoryUsage kernelTCP,
    Map<String, Long> raw) {
  public MemoryStatistics {
    cache = Fields.zeroToNull(cache);
    raw = Fields.orEmpty(raw);
  }
}
