package org.jrunc.core.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jrunc.spec.IoPriority;
import org.jrunc.spec.Scheduler;
import org.jrunc.spec.linux.MemoryPolicy;

/** A step that says when the container's process runs, and where: CPUs and memory nodes. */
public sealed interface SchedulingStep extends Step {
  /** Allows every CPU that the cgroup allows, sched_setaffinity(2). */
  record ResetAffinity(Origin origin) implements SchedulingStep {
    @Override
    public String action() {
      return "allow all CPUs";
    }
  }

  /** Allows some CPUs, sched_setaffinity(2). */
  record SetAffinity(List<Integer> cpus, Origin origin) implements SchedulingStep {
    /** Copies the list. */
    public SetAffinity {
      cpus = List.copyOf(cpus);
    }

    @Override
    public String action() {
      return "allow CPUs " + cpus;
    }

    @Override
    public String complaint() {
      return "error setting CPU affinity";
    }
  }

  /**
   * Sets the scheduling policy, sched_setattr(2).
   *
   * @param withinCpuset whether the container is confined to some CPUs, which the kernel does not
   *     let deadline scheduling be
   */
  record SetScheduler(Scheduler scheduler, boolean withinCpuset, Origin origin)
      implements SchedulingStep {
    @Override
    public String action() {
      return "set scheduling policy " + scheduler.policy();
    }

    @Override
    public String complaint() {
      return "error setting scheduler";
    }
  }

  /** Sets class and priority of the process's input and output, ioprio_set(2). */
  record SetIoPriority(IoPriority priority, Origin origin) implements SchedulingStep {
    @Override
    public String action() {
      return "set io priority " + priority.ioClass() + " " + priority.priority();
    }

    @Override
    public String complaint() {
      return "failed to set io priority";
    }
  }

  /** Says which memory nodes pages come from, set_mempolicy(2). */
  record SetMemoryPolicy(MemoryPolicy policy, List<Integer> nodes, Origin origin)
      implements SchedulingStep {
    /** Copies the list. */
    public SetMemoryPolicy {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String action() {
      return "set memory policy " + policy.mode();
    }

    @Override
    public String detail() {
      var flags = policy.flags().stream().map(flag -> "|" + flag).collect(Collectors.joining());
      return nodes.isEmpty() ? flags : "nodes " + nodes + flags;
    }

    /** The nodes as a bit mask. */
    public BitSet mask() {
      var mask = new BitSet();
      nodes.forEach(mask::set);
      return mask;
    }
  }
}
