package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.failure.HostFailure;

/** The cgroups below a container's that {@code exec --cgroup} names: {@code cpu,memory:sub}. */
public final class SubCgroups {
  private SubCgroups() {}

  /**
   * The layout with those directories in place of the container's.
   *
   * @param arguments one path for all hierarchies, or one for each of some controllers
   * @throws HostFailure in runc's words, if that is not what they are
   */
  public static CgroupLayout of(CgroupLayout container, List<String> arguments) {
    if (arguments.isEmpty()) {
      return container;
    }
    var directories = new EnumMap<>(container.directories());
    for (var argument : arguments) {
      var parts = argument.split(":", -1);
      if (parts.length > 2) {
        throw new HostFailure("invalid --cgroup argument: " + argument);
      }
      if (parts.length == 2) {
        for (var label : parts[0].split(",", -1)) {
          replace(directories, container.directories(), label, parts[1]);
        }
      } else if (arguments.size() > 1) {
        throw new HostFailure(
            "invalid --cgroup argument: " + argument + " (missing <controller>: prefix)");
      } else {
        container.directories().forEach((c, base) -> directories.put(c, below(base, argument)));
      }
    }
    return new CgroupLayout(directories);
  }

  /** Controllers of one hierarchy cannot be parted. */
  private static void replace(
      Map<Controller, Path> directories, Map<Controller, Path> own, String label, String path) {
    var base = Controller.of(label).map(own::get);
    if (base.isEmpty()) {
      throw new HostFailure(
          "unable to create new parent process: unknown controller "
              + label
              + " in SubCgroupPaths");
    }
    own.forEach(
        (controller, directory) -> {
          if (directory.equals(base.get())) {
            directories.put(controller, below(directory, path));
          }
        });
  }

  /** Nothing leads out of the container's own cgroup. */
  private static Path below(Path base, String path) {
    var place = base.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!place.startsWith(base)) {
      throw new HostFailure(
          "unable to create new parent process: bad sub cgroup path: "
              + path
              + " is not a sub cgroup path");
    }
    return place;
  }
}
