package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.Resources;

/** How much memory in huge pages processes use: cgroup-v1/hugetlb.rst. */
public final class HugetlbLimits {
  private HugetlbLimits() {}

  /**
   * The writes for some limits: pages in use, and, since 5.7, reserved pages too. Without the
   * second a process that touches a reserved page above the limit is killed instead of refused.
   */
  public static List<CgroupWrite> of(Resources resources) {
    var list = new WriteList(Controller.HUGETLB);
    var limits = resources.hugepageLimits();
    for (int i = 0; i < limits.size(); i++) {
      var prefix = "hugetlb." + limits.get(i).pageSize();
      var value = limits.get(i).limit().toString();
      var field = "hugepageLimits/" + i + "/limit";
      list.add(prefix + ".limit_in_bytes", value, Refusal.FAILS, field);
      list.add(prefix + ".rsvd.limit_in_bytes", value, Refusal.ABSENT_IS_FINE, field);
    }
    return list.writes();
  }
}
