package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * How often the quota of processor time was used up.
 *
 * @param periods periods that have gone by
 * @param throttledPeriods those in which the quota was used up
 * @param throttledTime nanoseconds waited
 */
public record Throttling(
    @Nullable Long periods, @Nullable Long throttledPeriods, @Nullable Long throttledTime) {
  public Throttling {
    periods = Fields.zeroToNull(periods);
    throttledPeriods = Fields.zeroToNull(throttledPeriods);
    throttledTime = Fields.zeroToNull(throttledTime);
  }
}
