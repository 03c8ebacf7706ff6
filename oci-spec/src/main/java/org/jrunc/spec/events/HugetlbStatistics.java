package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Huge pages of one size, in bytes.
 *
 * @param usage how much there is
 * @param max how much there has been at most
 * @param failcnt how often the limit was hit
 */
public record HugetlbStatistics(@Nullable Long usage, @Nullable Long max, long failcnt) {
  public HugetlbStatistics {
    usage = Fields.zeroToNull(usage);
    max = Fields.zeroToNull(max);
  }
}
