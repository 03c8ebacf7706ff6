package org.jrunc.core.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.cgroup.CgroupMounts;
import org.jrunc.core.compile.HostFacts.CgroupMount;

/** What a container sees of the host's cgroup hierarchies if it mounts them. */
final class CgroupViews {
  private static final String NAMED = "name=";

  private CgroupViews() {}

  static List<CgroupMount> of(CgroupMounts mounts, Map<String, String> directories) {
    var views = new LinkedHashMap<String, CgroupMount>();
    for (var mount : mounts.mounts()) {
      var name = String.valueOf(mount.point().getFileName());
      var aliases = new ArrayList<String>();
      String directory = null;
      var options = new ArrayList<String>();
      for (var controller : mount.controllers()) {
        var found = directories.get(controller);
        if (found != null) {
          directory = found;
          options.add(controller);
          if (!controller.startsWith(NAMED) && !controller.equals(name)) {
            aliases.add(controller);
          }
        }
      }
      if (directory != null) {
        views.put(name, new CgroupMount(name, String.join(",", options), directory, aliases));
      }
    }
    return List.copyOf(views.values());
  }
}
