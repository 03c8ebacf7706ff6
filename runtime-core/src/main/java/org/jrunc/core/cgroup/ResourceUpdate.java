package org.jrunc.core.cgroup;

import org.jrunc.core.device.DevicePolicy;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Resources;

/**
 * A change of limits.
 *
 * @param given what is to change; all that it does not name stays as it is
 * @param before all limits up to now
 * @param after all limits from then on
 */
public record ResourceUpdate(Resources given, Linux before, Linux after) {
  /** The change of a container's limits to those that are given. */
  public static ResourceUpdate of(Linux before, Resources given) {
    var present = before.resources();
    var merged = MergedResources.of(present == null ? Resources.EMPTY : present, given);
    return new ResourceUpdate(given, before, before.withResources(merged));
  }

  /** Which devices could be used up to now. */
  DevicePolicy devicesBefore() {
    return DevicePolicy.of(before);
  }

  /** Which devices can be used from then on. */
  DevicePolicy devicesAfter() {
    return DevicePolicy.of(after);
  }
}
