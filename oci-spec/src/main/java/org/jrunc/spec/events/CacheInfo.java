package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * The L3 cache as resctrl divides it.
 *
 * @param cbmMask all bits of a share
 * @param minCbmBits the least bits of a share
 * @param numClosids how many groups there may be
 */
public record CacheInfo(
    @JsonName("cbm_mask") @Nullable String cbmMask,
    @JsonName("min_cbm_bits") @Nullable Long minCbmBits,
    @JsonName("num_closids") @Nullable Long numClosids) {
  public CacheInfo {
    cbmMask = Fields.emptyToNull(cbmMask);
    minCbmBits = Fields.zeroToNull(minCbmBits);
    numClosids = Fields.zeroToNull(numClosids);
  }
}
