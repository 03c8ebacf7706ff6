package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.cgroup.limit.Controller;

/**
 * The cgroups of a process.
 *
 * @param cgroups its cgroup in each hierarchy, by controller label
 */
public record CgroupMembership(Map<String, Path> cgroups) {
  /** Immutable copy. */
  public CgroupMembership {
    cgroups = Collections.unmodifiableMap(new HashMap<>(cgroups));
  }

  /** Reads {@code /proc/<pid>/cgroup}: cgroups(7). */
  public static CgroupMembership parse(String text) {
    var cgroups = new HashMap<String, Path>();
    for (var line : text.split("\n")) {
      var fields = line.split(":", 3);
      if (fields.length == 3) {
        for (var controller : fields[1].split(",")) {
          cgroups.put(controller, Path.of(fields[2]));
        }
      }
    }
    return new CgroupMembership(cgroups);
  }

  /** The cgroup in the hierarchy of a controller. */
  Optional<Path> of(Controller controller) {
    return Optional.ofNullable(cgroups.get(controller.label()));
  }
}
