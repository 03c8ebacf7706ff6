package org.jrunc.core.program;

import static org.jrunc.core.abi.Syscall.IOPRIO_SET;
import static org.jrunc.core.abi.Syscall.SCHED_SETAFFINITY;
import static org.jrunc.core.abi.Syscall.SCHED_SETATTR;
import static org.jrunc.core.abi.Syscall.SET_MEMPOLICY;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.spec.IoPriority;
import org.jrunc.spec.Scheduler;
import org.jrunc.spec.SchedulerFlag;
import org.jrunc.spec.SchedulerPolicy;
import org.jrunc.spec.linux.MemoryPolicy;
import org.jrunc.spec.linux.MemoryPolicyFlag;
import org.jrunc.spec.linux.MemoryPolicyMode;

/** Lowers the steps that say when and where the process runs. */
final class SchedulingLowering {
  /** Size of {@code struct sched_attr} since Linux 5.3, sched_setattr(2). */
  private static final int SCHED_ATTR_SIZE = 56;

  private static final int IOPRIO_WHO_PROCESS = 1;
  private static final int IOPRIO_CLASS_SHIFT = 13;

  /** As many CPUs as the largest kernel knows, so that those plugged in later are allowed too. */
  private static final int CPU_MASK_SIZE = 1024;

  private final ProgramBuilder out;

  SchedulingLowering(ProgramBuilder out) {
    this.out = out;
  }

  void lower(SchedulingStep step) {
    switch (step) {
      case SchedulingStep.ResetAffinity reset -> resetAffinity();
      case SchedulingStep.SetAffinity set -> setAffinity(set);
      case SchedulingStep.SetScheduler set ->
          out.call(SCHED_SETATTR, 0, attributes(set.scheduler()), 0);
      case SchedulingStep.SetIoPriority set ->
          out.call(IOPRIO_SET, IOPRIO_WHO_PROCESS, 0, value(set.priority()));
      case SchedulingStep.SetMemoryPolicy set -> setMemoryPolicy(set);
    }
  }

  /** The kernel takes out what the cpuset does not allow; a container can do without. */
  private void resetAffinity() {
    var all = new byte[CPU_MASK_SIZE];
    Arrays.fill(all, (byte) 0xff);
    var mask = Structs.block("[all]", CPU_MASK_SIZE, bytes -> bytes.put(all));
    out.call(SCHED_SETAFFINITY, 0, CPU_MASK_SIZE, mask).ignoring();
  }

  private void setAffinity(SchedulingStep.SetAffinity step) {
    var bits = new BitSet();
    step.cpus().forEach(bits::set);
    var words = bits.toLongArray();
    var mask =
        Structs.block(
            step.cpus().toString(),
            words.length * Long.BYTES,
            bytes -> Arrays.stream(words).forEach(bytes::putLong));
    out.call(SCHED_SETAFFINITY, 0, words.length * Long.BYTES, mask);
  }

  private static Datum attributes(Scheduler scheduler) {
    int policy = policy(scheduler.policy());
    var names =
        scheduler.flags().stream().distinct().map(Enum::name).collect(Collectors.joining("|"));
    long flags =
        scheduler.flags().stream().mapToLong(SchedulingLowering::flag).reduce(0, (a, b) -> a | b);
    var render =
        "{size=%d, sched_policy=%s, sched_flags=%s, sched_nice=%d, sched_priority=%d, sched_runtime=%d, sched_deadline=%d, sched_period=%d}"
            .formatted(
                SCHED_ATTR_SIZE,
                scheduler.policy(),
                names.isEmpty() ? "0" : names,
                scheduler.nice(),
                scheduler.priority(),
                scheduler.runtime(),
                scheduler.deadline(),
                scheduler.period());
    return Structs.block(
        render,
        SCHED_ATTR_SIZE,
        out ->
            out.putInt(SCHED_ATTR_SIZE)
                .putInt(policy)
                .putLong(flags)
                .putInt(scheduler.nice())
                .putInt(scheduler.priority())
                .putLong(scheduler.runtime())
                .putLong(scheduler.deadline())
                .putLong(scheduler.period()));
  }

  private static int policy(SchedulerPolicy policy) {
    return switch (policy) {
      case SCHED_OTHER -> 0;
      case SCHED_FIFO -> 1;
      case SCHED_RR -> 2;
      case SCHED_BATCH -> 3;
      case SCHED_ISO -> 4;
      case SCHED_IDLE -> 5;
      case SCHED_DEADLINE -> 6;
    };
  }

  private static long flag(SchedulerFlag flag) {
    return switch (flag) {
      case SCHED_FLAG_RESET_ON_FORK -> 1;
      case SCHED_FLAG_RECLAIM -> 2;
      case SCHED_FLAG_DL_OVERRUN -> 4;
      case SCHED_FLAG_KEEP_POLICY -> 8;
      case SCHED_FLAG_KEEP_PARAMS -> 0x10;
      case SCHED_FLAG_UTIL_CLAMP_MIN -> 0x20;
      case SCHED_FLAG_UTIL_CLAMP_MAX -> 0x40;
    };
  }

  private static int value(IoPriority priority) {
    int number =
        switch (priority.ioClass()) {
          case IOPRIO_CLASS_RT -> 1;
          case IOPRIO_CLASS_BE -> 2;
          case IOPRIO_CLASS_IDLE -> 3;
        };
    return number << IOPRIO_CLASS_SHIFT | priority.priority();
  }

  private void setMemoryPolicy(SchedulingStep.SetMemoryPolicy step) {
    int mode = mode(step.policy());
    if (step.nodes().isEmpty()) {
      out.call(SET_MEMPOLICY, mode, 0, 0);
      return;
    }
    var words = step.mask().toLongArray();
    var render = step.nodes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    var mask =
        Structs.block(
            "[" + render + "]",
            words.length * Long.BYTES,
            bytes -> Arrays.stream(words).forEach(bytes::putLong));
    // The kernel looks at one bit less than it is told.
    out.call(SET_MEMPOLICY, mode, mask, words.length * Long.SIZE + 1);
  }

  private static int mode(MemoryPolicy policy) {
    int mode = number(policy.mode());
    for (var flag : policy.flags()) {
      mode |= number(flag);
    }
    return mode;
  }

  private static int number(MemoryPolicyMode mode) {
    return switch (mode) {
      case MPOL_DEFAULT -> 0;
      case MPOL_PREFERRED -> 1;
      case MPOL_BIND -> 2;
      case MPOL_INTERLEAVE -> 3;
      case MPOL_LOCAL -> 4;
      case MPOL_PREFERRED_MANY -> 5;
      case MPOL_WEIGHTED_INTERLEAVE -> 6;
    };
  }

  private static int number(MemoryPolicyFlag flag) {
    return switch (flag) {
      case MPOL_F_STATIC_NODES -> 1 << 15;
      case MPOL_F_RELATIVE_NODES -> 1 << 14;
      case MPOL_F_NUMA_BALANCING -> 1 << 13;
    };
  }
}
