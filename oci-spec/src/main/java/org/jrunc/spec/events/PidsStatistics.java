package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Processes and threads.
 *
 * @param current how many there are
 * @param limit how many there may be; missing if without limit
 */
public record PidsStatistics(@Nullable Long current, @Nullable Long limit) {
  public PidsStatistics {
    current = Fields.zeroToNull(current);
    limit = Fields.zeroToNull(limit);
  }
}
