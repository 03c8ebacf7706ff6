package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.Resources;

/** How many tasks there may be: cgroup-v1/pids.rst. */
public final class PidsLimits {
  private PidsLimits() {}

  /**
   * The writes for some limits. A negative limit is none. 0 becomes 1, as in runc 1.4: both keep
   * the first process from forking, and systemd takes only the latter.
   */
  public static List<CgroupWrite> of(Resources resources) {
    var list = new WriteList(Controller.PIDS);
    var pids = resources.pids();
    if (pids != null && pids.limit() != null) {
      long limit = pids.limit();
      list.text("pids.max", limit < 0 ? "max" : Long.toString(Math.max(limit, 1)), "pids/limit");
    }
    return list.writes();
  }
}
