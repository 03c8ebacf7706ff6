package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Processor limits (config-linux.md, "CPU").
 *
 * @param shares relative weight
 * @param quota microseconds of CPU time per period; -1 means no limit
 * @param burst microseconds that may be saved up beyond the quota
 * @param period microseconds of one period
 * @param realtimeRuntime microseconds of real-time scheduling per real-time period, cgroup v1
 * @param realtimePeriod microseconds of one real-time period, cgroup v1
 * @param cpus CPUs to run on, a list as {@code 0-3,7}
 * @param mems memory nodes to use, a list as {@code 0-3,7}
 * @param idle 1 for the weight of SCHED_IDLE, 0 for the default
 */
public record Cpu(
    @Nullable Long shares,
    @Nullable Long quota,
    @Nullable Long burst,
    @Nullable Long period,
    @Nullable Long realtimeRuntime,
    @Nullable Long realtimePeriod,
    @Nullable String cpus,
    @Nullable String mems,
    @Nullable Long idle) {

  public Cpu {
    Fields.notNegative("shares", shares);
    Fields.notNegative("burst", burst);
    Fields.notNegative("period", period);
    Fields.notNegative("realtimePeriod", realtimePeriod);
    cpus = Fields.emptyToNull(cpus);
    mems = Fields.emptyToNull(mems);
  }
}
