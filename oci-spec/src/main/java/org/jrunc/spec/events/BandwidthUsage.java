package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * Memory traffic of a NUMA node.
 *
 * @param total all of it
 * @param local that within the node
 */
public record BandwidthUsage(
    @JsonName("mbm_total_bytes") @Nullable Long total,
    @JsonName("mbm_local_bytes") @Nullable Long local) {
  public BandwidthUsage {
    total = Fields.zeroToNull(total);
    local = Fields.zeroToNull(local);
  }
}
