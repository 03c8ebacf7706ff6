package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;

/**
 * Scheduling attributes of the container process (config.md, {@code scheduler}; sched_setattr(2)).
 *
 * @param policy scheduling policy
 * @param nice nice value for {@code SCHED_OTHER} and {@code SCHED_BATCH}, -20 to 19
 * @param priority static priority for {@code SCHED_FIFO} and {@code SCHED_RR}
 * @param flags behaviour flags
 * @param runtime {@code SCHED_DEADLINE}: nanoseconds of CPU time per period
 * @param deadline {@code SCHED_DEADLINE}: nanoseconds within which the runtime must be granted
 * @param period {@code SCHED_DEADLINE}: nanoseconds of one period
 */
public record Scheduler(
    SchedulerPolicy policy,
    int nice,
    int priority,
    List<SchedulerFlag> flags,
    long runtime,
    long deadline,
    long period) {

  public Scheduler {
    policy = Fields.required("policy", policy);
    flags = Fields.orEmpty(flags);
    Fields.notNegative("runtime", runtime);
    Fields.notNegative("deadline", deadline);
    Fields.notNegative("period", period);
  }
}
