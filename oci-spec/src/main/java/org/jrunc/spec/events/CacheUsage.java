package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * L3 cache in use of a NUMA node.
 *
 * @param occupancy in bytes
 */
public record CacheUsage(@JsonName("llc_occupancy") @Nullable Long occupancy) {
  public CacheUsage {
    occupancy = Fields.zeroToNull(occupancy);
  }
}
