package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Weight for one block device (config-linux.md, {@code weightDevice}).
 *
 * @param major major number
 * @param minor minor number
 * @param weight relative weight, 10 to 1000
 * @param leafWeight weight against child cgroups, cgroup v1
 */
public record WeightDevice(
    long major, long minor, @Nullable Integer weight, @Nullable Integer leafWeight) {

  public WeightDevice {
    Fields.uint16("weight", weight);
    Fields.uint16("leafWeight", leafWeight);
  }
}
