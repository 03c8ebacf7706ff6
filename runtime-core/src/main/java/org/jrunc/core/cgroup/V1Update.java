package org.jrunc.core.cgroup;

import java.util.List;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.v1.DeviceLimits;
import org.jrunc.core.cgroup.v1.V1Writes;
import org.jrunc.core.device.DeviceChange;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;

/** One change of the limits of a version 1 cgroup. */
final class V1Update implements Reversal {
  private final Kernel kernel;
  private final V1CgroupManager cgroup;
  private final Journal journal = new Journal();
  private DeviceChange devices = DeviceChange.NONE;

  private V1Update(Kernel kernel, V1CgroupManager cgroup) {
    this.kernel = kernel;
    this.cgroup = cgroup;
  }

  /** Carries out a change; if the kernel refuses a part of it, nothing of it is left. */
  static Reversal perform(
      Kernel kernel, V1CgroupManager cgroup, ResourceUpdate update, long memoryLimit) {
    var writes = V1Writes.update(update.given(), memoryLimit);
    var before = update.devicesBefore();
    var after = update.devicesAfter();
    var change = new V1Update(kernel, cgroup);
    try {
      LimitWriter.write(kernel, cgroup.layout(), writes, change.journal);
      change.toDevices(before, after);
    } catch (RuntimeFailure e) {
      try {
        change.restore();
      } catch (RuntimeFailure left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    return change;
  }

  private void toDevices(DevicePolicy before, DevicePolicy after) {
    if (before.equals(after)) {
      return;
    }
    var list =
        cgroup
            .layout()
            .directory(Controller.DEVICES)
            .flatMap(directory -> KernelFile.readIfPresent(directory.resolve("devices.list")));
    devices = DeviceChange.of(list.orElse(""), before, after);
    write(devices.forth());
  }

  private void write(List<DevicePolicy.Line> lines) {
    // Nobody may find a device missing, or one too many, while the lines are written.
    boolean freezes = devices.forgets() && !cgroup.isFrozen();
    if (freezes) {
      cgroup.freeze();
    }
    try {
      LimitWriter.write(kernel, cgroup.layout(), DeviceLimits.of(lines));
    } finally {
      if (freezes) {
        cgroup.thaw();
      }
    }
  }

  @Override
  public void restore() {
    try {
      if (!devices.back().isEmpty()) {
        write(devices.back());
      }
    } finally {
      journal.restore();
    }
  }
}
