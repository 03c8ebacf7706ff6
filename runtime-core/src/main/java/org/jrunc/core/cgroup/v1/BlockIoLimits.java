package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.BlockIo;
import org.jrunc.spec.linux.Resources;
import org.jrunc.spec.linux.ThrottleDevice;
import org.jrunc.spec.linux.WeightDevice;

/** How much processes read and write on block devices: cgroup-v1/blkio-controller.rst. */
public final class BlockIoLimits {
  private BlockIoLimits() {}

  /** The writes for some limits. */
  public static List<CgroupWrite> of(Resources resources) {
    var list = new WriteList(Controller.BLKIO);
    var limits = resources.blockIO();
    if (limits != null) {
      weights(list, limits);
      throttles(list, limits.throttleReadBpsDevice(), "read_bps", "throttleReadBpsDevice");
      throttles(list, limits.throttleWriteBpsDevice(), "write_bps", "throttleWriteBpsDevice");
      throttles(list, limits.throttleReadIOPSDevice(), "read_iops", "throttleReadIOPSDevice");
      throttles(list, limits.throttleWriteIOPSDevice(), "write_iops", "throttleWriteIOPSDevice");
    }
    return list.writes();
  }

  // Weights belong to the I/O scheduler: BFQ has files of its own.
  private static void weights(WriteList list, BlockIo limits) {
    var field = "blockIO/weight";
    list.number("blkio.weight", limits.weight(), Refusal.ABSENT_TAKES_NEXT, field);
    list.number("blkio.bfq.weight", limits.weight(), field);
    list.number("blkio.leaf_weight", limits.leafWeight(), "blockIO/leafWeight");
    var devices = limits.weightDevice();
    for (int i = 0; i < devices.size(); i++) {
      weight(list, devices.get(i), "blockIO/weightDevice/" + i);
    }
  }

  private static void weight(WriteList list, WeightDevice device, String field) {
    var number = device.major() + ":" + device.minor() + " ";
    var weight = device.weight();
    if (weight != null && weight != 0) {
      var value = number + weight;
      list.add("blkio.weight_device", value, Refusal.ABSENT_TAKES_NEXT, field + "/weight");
      list.add("blkio.bfq.weight_device", value, Refusal.FAILS, field + "/weight");
    }
    var leafWeight = device.leafWeight();
    if (leafWeight != null && leafWeight != 0) {
      list.text("blkio.leaf_weight_device", number + leafWeight, field + "/leafWeight");
    }
  }

  private static void throttles(
      WriteList list, List<ThrottleDevice> devices, String name, String field) {
    for (int i = 0; i < devices.size(); i++) {
      var device = devices.get(i);
      list.text(
          "blkio.throttle." + name + "_device",
          device.major() + ":" + device.minor() + " " + device.rate(),
          "blockIO/" + field + "/" + i);
    }
  }
}
