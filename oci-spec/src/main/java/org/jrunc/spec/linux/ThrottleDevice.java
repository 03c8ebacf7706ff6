package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;

/**
 * Rate limit for one block device (config-linux.md, {@code throttle*Device}).
 *
 * @param major major number
 * @param minor minor number
 * @param rate bytes or operations per second
 */
public record ThrottleDevice(long major, long minor, long rate) {

  public ThrottleDevice {
    Fields.notNegative("rate", rate);
  }
}
