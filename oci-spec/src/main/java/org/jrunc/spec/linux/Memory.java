package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Memory limits (config-linux.md, "Memory"), in bytes; -1 means no limit.
 *
 * @param limit memory
 * @param reservation soft limit
 * @param swap memory and swap together
 * @param kernel deprecated: kernel memory, cgroup v1
 * @param kernelTCP deprecated: TCP buffers, cgroup v1
 * @param swappiness 0 to 100, cgroup v1
 * @param disableOOMKiller whether tasks wait for memory instead of being killed, cgroup v1
 * @param useHierarchy whether children are accounted too, cgroup v1
 * @param checkBeforeUpdate whether an update below the present usage is refused
 */
public record Memory(
    @Nullable Long limit,
    @Nullable Long reservation,
    @Nullable Long swap,
    @Nullable Long kernel,
    @Nullable Long kernelTCP,
    @Nullable Long swappiness,
    @Nullable Boolean disableOOMKiller,
    @Nullable Boolean useHierarchy,
    @Nullable Boolean checkBeforeUpdate) {

  public Memory {
    Fields.notNegative("swappiness", swappiness);
  }
}
