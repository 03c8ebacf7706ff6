package org.jrunc.core.cgroup.v1;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.Resources;

/** All that is written into the files of a cgroup, in order. */
public final class V1Writes {
  private V1Writes() {}

  /**
   * What is in place before the first process joins: all that does not hinder the making of the
   * container. An unlimited memory cgroup is charged 256 KiB at once when its first page is, so
   * that a smaller limit would come too late.
   */
  public static List<CgroupWrite> beforeJoining(Resources resources, DevicePolicy devices) {
    refuseUnified(resources);
    return Stream.of(
            CpusetLimits.of(resources),
            CpuLimits.beforeJoining(resources),
            MemoryLimits.of(resources, null),
            DeviceLimits.of(devices),
            others(resources))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What is written when the container's process is there and its maker is not any more, who would
   * count as a process and use up processor time.
   */
  public static List<CgroupWrite> afterJoining(Resources resources) {
    return Stream.of(CpuLimits.afterJoining(resources), PidsLimits.of(resources))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * New limits of a container, but for its devices.
   *
   * @param memoryLimit the present limit of memory in bytes
   */
  public static List<CgroupWrite> update(Resources resources, long memoryLimit) {
    refuseUnified(resources);
    return Stream.of(
            CpusetLimits.of(resources),
            MemoryLimits.of(resources, memoryLimit),
            CpuLimits.of(resources),
            PidsLimits.of(resources),
            others(resources))
        .flatMap(List::stream)
        .toList();
  }

  private static List<CgroupWrite> others(Resources resources) {
    return Stream.of(
            BlockIoLimits.of(resources),
            HugetlbLimits.of(resources),
            NetworkLimits.classes(resources),
            NetworkLimits.priorities(resources),
            RdmaLimits.of(resources))
        .flatMap(List::stream)
        .toList();
  }

  private static void refuseUnified(Resources resources) {
    if (!resources.unified().isEmpty()) {
      throw new SpecFailure(
          "/linux/resources/unified", "invalid configuration: cannot use unified on cgroup v1");
    }
  }
}
