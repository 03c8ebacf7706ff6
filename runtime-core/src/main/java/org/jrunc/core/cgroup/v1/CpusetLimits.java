package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.Resources;

/** On which CPUs and memory nodes processes run: cpuset(7). */
public final class CpusetLimits {
  /** The CPUs. */
  public static final String CPUS = "cpuset.cpus";

  /** The memory nodes. */
  public static final String MEMS = "cpuset.mems";

  private CpusetLimits() {}

  /**
   * The writes for some limits. A new cpuset is empty, and takes no process before both files have
   * a value: those that have none here are copied from the parent.
   */
  public static List<CgroupWrite> of(Resources resources) {
    var list = new WriteList(Controller.CPUSET);
    var cpu = resources.cpu();
    if (cpu != null) {
      list.text(CPUS, cpu.cpus(), "cpu/cpus");
      list.text(MEMS, cpu.mems(), "cpu/mems");
    }
    return list.writes();
  }
}
