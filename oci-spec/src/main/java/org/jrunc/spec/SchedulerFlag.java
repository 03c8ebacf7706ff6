package org.jrunc.spec;

/** Scheduling flags (config.md, {@code scheduler}; sched_setattr(2)). */
public enum SchedulerFlag {
  /** Children get the default policy. */
  SCHED_FLAG_RESET_ON_FORK,
  /** Reclaims unused deadline bandwidth. */
  SCHED_FLAG_RECLAIM,
  /** Sends SIGXCPU on a deadline overrun. */
  SCHED_FLAG_DL_OVERRUN,
  /** Keeps the policy. */
  SCHED_FLAG_KEEP_POLICY,
  /** Keeps the parameters. */
  SCHED_FLAG_KEEP_PARAMS,
  /** Sets the lower utilisation clamp. */
  SCHED_FLAG_UTIL_CLAMP_MIN,
  /** Sets the upper utilisation clamp. */
  SCHED_FLAG_UTIL_CLAMP_MAX
}
