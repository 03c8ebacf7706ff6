package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.Cpu;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/** How much CPU time processes get: scheduler/sched-bwc.rst. Times are in microseconds. */
public final class CpuLimits {
  /** The weight against other cgroups. */
  public static final String SHARES = "cpu.shares";

  /** Whether its processes run only when no others want to. */
  public static final String IDLE = "cpu.idle";

  private static final long FEWEST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long SHORTEST_BANDWIDTH = 1000;
  private static final long LONGEST_PERIOD = 1_000_000;

  private CpuLimits() {}

  /** The writes for some limits. */
  public static List<CgroupWrite> of(Resources resources) {
    return writes(resources, true, true);
  }

  /**
   * The writes that must come before the first process: one that is scheduled in real time can
   * enter no cgroup without time for that.
   */
  public static List<CgroupWrite> beforeJoining(Resources resources) {
    return writes(resources, false, true);
  }

  /** All other writes of a new container. */
  public static List<CgroupWrite> afterJoining(Resources resources) {
    return writes(resources, true, false);
  }

  private static List<CgroupWrite> writes(Resources resources, boolean normal, boolean realtime) {
    var list = new WriteList(Controller.CPU);
    var cpu = resources.cpu();
    if (cpu != null && normal) {
      shares(list, cpu.shares());
      bandwidth(list, cpu);
      var idle = cpu.idle();
      if (idle != null) {
        if (idle != 0 && idle != 1) {
          throw new SpecFailure(
              "/linux/resources/cpu/idle", "invalid cpu idle value: " + idle + " (must be 0 or 1)");
        }
        list.add(IDLE, idle.toString(), Refusal.FAILS, "cpu/idle");
      }
    }
    if (cpu != null && realtime) {
      realtime(list, cpu);
    }
    return list.writes();
  }

  // The kernel takes any number and silently makes it fit; runc reads it back and refuses.
  private static void shares(WriteList list, @Nullable Long shares) {
    if (shares == null || shares == 0) {
      return;
    }
    if (shares < FEWEST_SHARES || shares > MOST_SHARES) {
      var bound =
          shares > MOST_SHARES
              ? "maximum allowed cpu-shares is " + MOST_SHARES
              : "minimum allowed cpu-shares is " + FEWEST_SHARES;
      throw new SpecFailure("/linux/resources/cpu/shares", "the " + bound);
    }
    list.number(SHARES, shares, "cpu/shares");
  }

  // The kernel checks quota and burst over the period against the parent at each write, so a value
  // may be invalid only until the quota is written.
  private static void bandwidth(WriteList list, Cpu cpu) {
    var quota = cpu.quota();
    checkBandwidth(cpu);
    boolean quotaFollows = quota != null && quota != 0;
    list.number(
        "cpu.cfs_period_us",
        cpu.period(),
        quotaFollows ? Refusal.INVALID_COMES_LATER : Refusal.FAILS,
        "cpu/period");
    var burst = cpu.burst();
    if (burst != null) {
      list.add(
          "cpu.cfs_burst_us",
          burst.toString(),
          quotaFollows ? Refusal.ABSENT_IS_FINE_INVALID_COMES_LATER : Refusal.ABSENT_IS_FINE,
          "cpu/burst");
    }
    list.number("cpu.cfs_quota_us", quota, "cpu/quota");
  }

  // What no kernel takes, whatever the parent has.
  private static void checkBandwidth(Cpu cpu) {
    var period = cpu.period();
    if (period != null && period != 0 && (period < SHORTEST_BANDWIDTH || period > LONGEST_PERIOD)) {
      throw new SpecFailure(
          "/linux/resources/cpu/period",
          "invalid cpu period: " + period + " (valid range is 1000-1000000 microseconds)");
    }
    var quota = cpu.quota();
    if (quota == null || quota <= 0) {
      return;
    }
    if (quota < SHORTEST_BANDWIDTH) {
      throw new SpecFailure(
          "/linux/resources/cpu/quota",
          "invalid cpu quota: " + quota + " (the minimum is 1000 microseconds)");
    }
    var burst = cpu.burst();
    if (burst != null && Long.compareUnsigned(burst, quota) > 0) {
      throw new SpecFailure(
          "/linux/resources/cpu/burst",
          "invalid cpu burst: "
              + Long.toUnsignedString(burst)
              + " (it must not exceed the quota of "
              + quota
              + ")");
    }
  }

  private static void realtime(WriteList list, Cpu cpu) {
    var runtime = cpu.realtimeRuntime();
    boolean runtimeFollows = runtime != null && runtime != 0;
    list.number(
        "cpu.rt_period_us",
        cpu.realtimePeriod(),
        runtimeFollows ? Refusal.INVALID_COMES_LATER : Refusal.FAILS,
        "cpu/realtimePeriod");
    list.number("cpu.rt_runtime_us", runtime, "cpu/realtimeRuntime");
  }
}
