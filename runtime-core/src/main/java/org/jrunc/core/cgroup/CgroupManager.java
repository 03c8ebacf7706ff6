package org.jrunc.core.cgroup;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.linux.Fd;
import org.jrunc.spec.events.Statistics;

/**
 * The cgroup of one container. Everything throws {@link org.jrunc.core.failure.CgroupFailure} when
 * the kernel refuses.
 */
public sealed interface CgroupManager permits V1CgroupManager {
  /** Where it is. */
  CgroupLayout layout();

  /**
   * Makes it in all hierarchies, ready for processes to join. What is there already is taken over
   * if it holds no process and is not frozen.
   *
   * @param writes what has to be set before the first process joins; the rest waits for {@link
   *     #apply}
   */
  void create(List<CgroupWrite> writes);

  /** Moves a process there in all hierarchies. */
  void join(int pid);

  /** Sets the limits of a new container, in this order. */
  void apply(List<CgroupWrite> writes);

  /**
   * Changes limits of a container while it runs. If the kernel refuses a part, all that was written
   * until then is put back first, and what cannot be is told by {@link Throwable#getSuppressed}.
   *
   * @return the way back
   */
  Reversal update(ResourceUpdate update);

  /** Whether it exists. */
  boolean exists();

  /** The pids of its processes and those of the cgroups below it. */
  List<Integer> pids();

  /** Stops all its processes where they are, and returns when they have stopped. */
  void freeze();

  /** Lets its processes go on. */
  void thaw();

  /** Whether it was frozen itself; that an ancestor is frozen does not count. */
  boolean isFrozen();

  /** In how many hierarchies it is; fewer than before while it is being removed. */
  long hierarchies();

  /** What it uses; what resctrl tells is not in it. */
  Statistics statistics();

  /**
   * Has a counter count whenever a process of it gets no memory, and when it is removed.
   *
   * @param counter what {@link org.jrunc.core.linux.Kernel#eventCounter} returned; closing it ends
   *     this
   */
  void countMemoryEvents(Fd counter);

  /** Whether {@link #countMemoryEvents} has come to an end, because it was removed. */
  boolean memoryEventsEnded();

  /** How many processes the kernel has ended for want of memory, there and below. */
  long memoryKills();

  /** Kills all its processes, and those that they start meanwhile. */
  void killAll();

  /** Removes it and all cgroups below it; processes that are about to end are waited for. */
  void remove();
}
