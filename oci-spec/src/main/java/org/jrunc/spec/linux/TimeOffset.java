package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;

/**
 * Offset of one clock of a time namespace (config-linux.md, "Offset for Time Namespace";
 * time_namespaces(7)).
 *
 * @param secs seconds, may be negative
 * @param nanosecs nanoseconds on top, unsigned 32 bits
 */
public record TimeOffset(long secs, long nanosecs) {

  public TimeOffset {
    Fields.uint32("nanosecs", nanosecs);
  }
}
