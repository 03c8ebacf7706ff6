package org.jrunc.core.cgroup;

import java.util.List;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.spec.linux.Resources;

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
   * @param resources the limits that have to be set before the first process joins are taken from
   *     here; the others wait for {@link #apply}
   */
  void create(Resources resources);

  /** Moves a process there in all hierarchies. */
  void join(int pid);

  /** Sets the limits of a new container. */
  void apply(Resources resources, DevicePolicy devices);

  /** Changes limits; the devices stay as they are. */
  void update(Resources resources);

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

  /** Kills all its processes, and those that they start meanwhile. */
  void killAll();

  /** Removes it and all cgroups below it; processes that are about to end are waited for. */
  void remove();
}
