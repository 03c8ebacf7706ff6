package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.core.device.DevicePolicy;

/** Which devices processes may use: cgroup-v1/devices.rst. */
public final class DeviceLimits {
  private DeviceLimits() {}

  /**
   * The writes for a policy. They begin with a rule about all devices, so the outcome does not
   * depend on what the cgroup inherited from its parent.
   */
  public static List<CgroupWrite> of(DevicePolicy policy) {
    return of(policy.lines());
  }

  /** The writes for some lines. */
  public static List<CgroupWrite> of(List<DevicePolicy.Line> lines) {
    var list = new WriteList(Controller.DEVICES);
    for (var line : lines) {
      var file = line.allow() ? "devices.allow" : "devices.deny";
      list.add(file, line.rule(), Refusal.FAILS, "devices");
    }
    return list.writes();
  }
}
