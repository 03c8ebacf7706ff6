package org.jrunc.core.rdt;

import java.nio.file.Path;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.plan.HostStep.CreateResourceGroup;
import org.jrunc.core.plan.HostStep.JoinResourceGroup;
import org.jrunc.core.plan.HostStep.ResourceGroupStep;
import org.jrunc.core.plan.HostStep.WriteSchemata;
import org.jrunc.core.plan.Plan;

/** The resctrl groups of one container: Documentation/filesystems/resctrl.rst of the kernel. */
public final class ResourceGroups {
  private static final int MODE = 0755;
  private static final String STATUS = "info/last_cmd_status";

  private final Kernel kernel;
  private final Plan plan;

  /** The groups that a plan asks for. */
  public ResourceGroups(Kernel kernel, Plan plan) {
    this.kernel = kernel;
    this.plan = plan;
  }

  /** The directories that are going to be made and have to be removed with the container. */
  public List<String> removable() {
    return plan.only(CreateResourceGroup.class).stream()
        .filter(step -> step.removable() && !kernel.exists(Path.of(step.directory())))
        .map(CreateResourceGroup::directory)
        .toList();
  }

  /**
   * Makes the groups and puts a process into them.
   *
   * @throws HostFailure if a group is missing that has to exist, or the kernel refuses, with what
   *     resctrl has to say about it
   */
  public void enter(int pid) {
    for (var step : plan.only(ResourceGroupStep.class)) {
      try {
        perform(step, pid);
      } catch (SyscallFailure e) {
        throw new HostFailure("intelrdt: " + e.getMessage() + status(step));
      }
    }
  }

  private void perform(ResourceGroupStep step, int pid) {
    switch (step) {
      case CreateResourceGroup group -> create(group);
      case WriteSchemata schemata -> KernelFile.write(Path.of(schemata.file()), schemata.lines());
      case JoinResourceGroup join -> KernelFile.write(Path.of(join.file()), Integer.toString(pid));
    }
  }

  private void create(CreateResourceGroup group) {
    var directory = Path.of(group.directory());
    if (group.mustExist()) {
      if (!kernel.exists(directory)) {
        throw new HostFailure(
            "clos dir not accessible (must be pre-created when schemata, l3CacheSchema and"
                + " memBwSchema are empty): `"
                + directory
                + "`: no such file or directory");
      }
      return;
    }
    try {
      kernel.makeDirectory(directory, MODE);
    } catch (SyscallFailure e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  // Only the top of the file system has this file, and how deep a group lies depends on its kind.
  static String status(ResourceGroupStep step) {
    for (var place = Path.of(step.place()); place != null; place = place.getParent()) {
      var status = KernelFile.readIfPresent(place.resolve(STATUS));
      if (status.isPresent()) {
        return ", last_cmd_status: " + status.get().strip();
      }
    }
    return "";
  }

  /** Removes groups that were made for a container, and with them all that is below them. */
  public static void remove(Kernel kernel, List<String> directories) {
    for (var directory : directories.reversed()) {
      try {
        kernel.removeDirectory(Path.of(directory));
      } catch (SyscallFailure e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
  }
}
