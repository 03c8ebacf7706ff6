package org.jrunc.core.cgroup;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.spec.linux.BlockIo;
import org.jrunc.spec.linux.ThrottleDevice;
import org.jrunc.spec.linux.WeightDevice;
import org.jspecify.annotations.Nullable;

/** Limits of block devices: of a device that has one already, the new one takes its place. */
final class MergedBlockIo {
  private static final BlockIo NONE =
      new BlockIo(null, null, List.of(), List.of(), List.of(), List.of(), List.of());

  private MergedBlockIo() {}

  static @Nullable BlockIo of(@Nullable BlockIo before, @Nullable BlockIo given) {
    if (before == null || given == null) {
      return given == null ? before : of(NONE, given);
    }
    return new BlockIo(
        set(given.weight(), before.weight()),
        set(given.leafWeight(), before.leafWeight()),
        weights(before.weightDevice(), given.weightDevice()),
        rates(before.throttleReadBpsDevice(), given.throttleReadBpsDevice()),
        rates(before.throttleWriteBpsDevice(), given.throttleWriteBpsDevice()),
        rates(before.throttleReadIOPSDevice(), given.throttleReadIOPSDevice()),
        rates(before.throttleWriteIOPSDevice(), given.throttleWriteIOPSDevice()));
  }

  private static List<WeightDevice> weights(List<WeightDevice> before, List<WeightDevice> given) {
    var merged = new ArrayList<>(before);
    for (var device : given) {
      int at = merged.size() - 1;
      // Of a device that is named twice, the last entry counts.
      while (at >= 0 && !isSame(merged.get(at), device)) {
        at--;
      }
      if (at < 0) {
        merged.add(device);
      } else {
        merged.set(at, weight(merged.get(at), device));
      }
    }
    return merged;
  }

  private static boolean isSame(WeightDevice one, WeightDevice other) {
    return one.major() == other.major() && one.minor() == other.minor();
  }

  private static WeightDevice weight(WeightDevice before, WeightDevice given) {
    return new WeightDevice(
        given.major(),
        given.minor(),
        set(given.weight(), before.weight()),
        set(given.leafWeight(), before.leafWeight()));
  }

  private static List<ThrottleDevice> rates(
      List<ThrottleDevice> before, List<ThrottleDevice> given) {
    var merged = new ArrayList<>(before);
    for (var device : given) {
      int at = merged.size() - 1;
      while (at >= 0 && !isSame(merged.get(at), device)) {
        at--;
      }
      if (at < 0) {
        merged.add(device);
      } else {
        merged.set(at, device);
      }
    }
    return merged;
  }

  private static boolean isSame(ThrottleDevice one, ThrottleDevice other) {
    return one.major() == other.major() && one.minor() == other.minor();
  }

  private static @Nullable Integer set(@Nullable Integer given, @Nullable Integer before) {
    return given == null || given == 0 ? before : given;
  }
}
