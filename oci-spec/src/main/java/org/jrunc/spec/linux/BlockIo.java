package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Block device limits (config-linux.md, "Block IO").
 *
 * @param weight relative weight, 10 to 1000
 * @param leafWeight weight against child cgroups, cgroup v1
 * @param weightDevice weights by device
 * @param throttleReadBpsDevice read limits, bytes per second
 * @param throttleWriteBpsDevice write limits, bytes per second
 * @param throttleReadIOPSDevice read limits, operations per second
 * @param throttleWriteIOPSDevice write limits, operations per second
 */
public record BlockIo(
    @Nullable Integer weight,
    @Nullable Integer leafWeight,
    List<WeightDevice> weightDevice,
    List<ThrottleDevice> throttleReadBpsDevice,
    List<ThrottleDevice> throttleWriteBpsDevice,
    List<ThrottleDevice> throttleReadIOPSDevice,
    List<ThrottleDevice> throttleWriteIOPSDevice) {

  public BlockIo {
    Fields.uint16("weight", weight);
    Fields.uint16("leafWeight", leafWeight);
    weightDevice = Fields.orEmpty(weightDevice);
    throttleReadBpsDevice = Fields.orEmpty(throttleReadBpsDevice);
    throttleWriteBpsDevice = Fields.orEmpty(throttleWriteBpsDevice);
    throttleReadIOPSDevice = Fields.orEmpty(throttleReadIOPSDevice);
    throttleWriteIOPSDevice = Fields.orEmpty(throttleWriteIOPSDevice);
  }
}
