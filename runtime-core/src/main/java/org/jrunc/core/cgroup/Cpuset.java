package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.v1.CpusetLimits;
import org.jrunc.core.linux.KernelFile;

/**
 * What a cpuset must have before anything can be in it. One without CPUs or memory nodes takes no
 * process, and nothing below it can have any: cpuset(7).
 */
final class Cpuset {
  private Cpuset() {}

  /**
   * Gives a cpuset what config.json does not: what its parent has, which may have to get it from
   * its own parent first.
   *
   * @param isNew whether it was made just now, and so is empty
   * @param given what will be written because config.json says so
   */
  static void complete(Path directory, boolean isNew, List<CgroupWrite> given) {
    var parent = directory.resolveSibling("");
    for (var file : List.of(CpusetLimits.CPUS, CpusetLimits.MEMS)) {
      var inherited = inherit(parent, file);
      if (given.stream().noneMatch(write -> write.file().equals(file))) {
        if (isNew && !inherited.isEmpty()) {
          CgroupFile.write(directory.resolve(file), inherited);
        } else {
          inherit(directory, file);
        }
      }
    }
  }

  private static String inherit(Path directory, String file) {
    var present = KernelFile.readIfPresent(directory.resolve(file));
    if (present.isEmpty() || !present.get().isBlank()) {
      return present.orElse("").strip();
    }
    var parent = directory.getParent();
    var inherited = parent == null ? "" : inherit(parent, file);
    if (!inherited.isEmpty()) {
      CgroupFile.write(directory.resolve(file), inherited);
    }
    return inherited;
  }
}
