package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.Rdma;
import org.jrunc.spec.linux.Resources;

/** What processes use of RDMA devices: cgroup-v1/rdma.rst. */
public final class RdmaLimits {
  private RdmaLimits() {}

  /** The writes for some limits, by device name. */
  public static List<CgroupWrite> of(Resources resources) {
    var list = new WriteList(Controller.RDMA);
    resources
        .rdma()
        .forEach((device, limits) -> list.text("rdma.max", line(device, limits), "rdma/" + device));
    return list.writes();
  }

  private static String line(String device, Rdma limits) {
    var line = new StringBuilder(device);
    if (limits.hcaHandles() != null) {
      line.append(" hca_handle=").append(limits.hcaHandles());
    }
    if (limits.hcaObjects() != null) {
      line.append(" hca_object=").append(limits.hcaObjects());
    }
    return line.toString();
  }
}
