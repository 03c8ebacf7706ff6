package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one kind, in bytes.
 *
 * @param limit how much there may be
 * @param usage how much there is
 * @param max how much there has been at most
 * @param failcnt how often the limit was hit
 */
public record MemoryUsage(long limit, @Nullable Long usage, @Nullable Long max, long failcnt) {
  public MemoryUsage {
    usage = Fields.zeroToNull(usage);
    max = Fields.zeroToNull(max);
  }

  /** Of a kind that this kernel does not count. */
  public static final MemoryUsage NONE = new MemoryUsage(0, null, null, 0);
}
