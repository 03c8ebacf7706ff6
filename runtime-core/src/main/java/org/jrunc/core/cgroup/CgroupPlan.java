package org.jrunc.core.cgroup;

import java.util.List;
import java.util.Optional;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.v1.MemoryLimits;
import org.jrunc.core.cgroup.v1.V1Writes;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Resources;

/**
 * The cgroups of a new container, decided before one of them exists.
 *
 * @param layout where they are
 * @param early what is written before the first process joins
 * @param limits what is written when the container's process has joined, and its maker has ended
 */
public record CgroupPlan(CgroupLayout layout, List<CgroupWrite> early, List<CgroupWrite> limits) {
  /** Copies the lists. */
  public CgroupPlan {
    early = List.copyOf(early);
    limits = List.copyOf(limits);
  }

  /** The write of the limit of memory, if there is one. */
  public Optional<CgroupWrite> memoryLimit() {
    return early.stream()
        .filter(write -> write.file().equals(MemoryLimits.LIMIT) && !write.value().equals("-1"))
        .findFirst();
  }

  /**
   * What a configuration asks for.
   *
   * @throws org.jrunc.core.failure.SpecFailure for a limit that makes no sense
   */
  public static CgroupPlan of(CgroupLayout layout, Linux linux) {
    var given = linux.resources();
    var resources = given == null ? Resources.EMPTY : given;
    return new CgroupPlan(
        layout,
        V1Writes.beforeJoining(resources, DevicePolicy.of(linux)),
        V1Writes.afterJoining(resources));
  }
}
