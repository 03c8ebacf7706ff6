package org.jrunc.spec.events;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * Processor time used, in nanoseconds.
 *
 * @param total by all processes on all processors
 * @param percpu on each processor
 * @param percpuKernel on each processor in the kernel
 * @param percpuUser on each processor outside of it
 * @param kernel in the kernel
 * @param user outside of it
 */
public record CpuUsage(
    @Nullable Long total,
    List<Long> percpu,
    @JsonName("percpu_kernel") List<Long> percpuKernel,
    @JsonName("percpu_user") List<Long> percpuUser,
    long kernel,
    long user) {
  public CpuUsage {
    total = Fields.zeroToNull(total);
    percpu = Fields.orEmpty(percpu);
    percpuKernel = Fields.orEmpty(percpuKernel);
    percpuUser = Fields.orEmpty(percpuUser);
  }
}
