package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * The memory bandwidth as resctrl divides it.
 *
 * @param bandwidthGran the steps of a share
 * @param delayLinear whether delays are linear
 * @param minBandwidth the least share
 * @param numClosids how many groups there may be
 */
public record BandwidthInfo(
    @JsonName("bandwidth_gran") @Nullable Long bandwidthGran,
    @JsonName("delay_linear") @Nullable Long delayLinear,
    @JsonName("min_bandwidth") @Nullable Long minBandwidth,
    @JsonName("num_closids") @Nullable Long numClosids) {
  public BandwidthInfo {
    bandwidthGran = Fields.zeroToNull(bandwidthGran);
    delayLinear = Fields.zeroToNull(delayLinear);
    minBandwidth = Fields.zeroToNull(minBandwidth);
    numClosids = Fields.zeroToNull(numClosids);
  }
}
