package org.jrunc.spec;

/** Scheduling policies (config.md, {@code scheduler}; sched(7)). */
public enum SchedulerPolicy {
  /** The default time sharing. */
  SCHED_OTHER,
  /** Real time, first in first out. */
  SCHED_FIFO,
  /** Real time, round robin. */
  SCHED_RR,
  /** Batch. */
  SCHED_BATCH,
  /** Reserved by the kernel, not implemented there. */
  SCHED_ISO,
  /** Very low priority. */
  SCHED_IDLE,
  /** Earliest deadline first. */
  SCHED_DEADLINE
}
