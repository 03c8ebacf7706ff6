package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.spec.linux.Resources;

/** How packets of processes are marked: cgroup-v1/net_cls.rst and net_prio.rst. */
public final class NetworkLimits {
  private NetworkLimits() {}

  /** The class that traffic control sees. */
  public static List<CgroupWrite> classes(Resources resources) {
    var list = new WriteList(Controller.NET_CLS);
    var network = resources.network();
    if (network != null) {
      list.number("net_cls.classid", network.classID(), "network/classID");
    }
    return list.writes();
  }

  /** The priorities on each interface. */
  public static List<CgroupWrite> priorities(Resources resources) {
    var list = new WriteList(Controller.NET_PRIO);
    var network = resources.network();
    if (network != null) {
      var priorities = network.priorities();
      for (int i = 0; i < priorities.size(); i++) {
        var entry = priorities.get(i);
        list.text(
            "net_prio.ifpriomap", entry.name() + " " + entry.priority(), "network/priorities/" + i);
      }
    }
    return list.writes();
  }
}
