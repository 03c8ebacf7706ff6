package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;

import java.util.ArrayList;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountStep.MountFilesystem;

/** Lowers the making of file systems, up to a detached mount in {@code $mount}. */
final class FilesystemLowering {
  /** Any directory of the host that is there: what covers it is gone again at once. */
  private static final String PLACE = "/proc";

  private static final int FSPICK_EMPTY_PATH = 8;
  private static final int FSPICK_CLOEXEC = 1;

  private final ProgramBuilder out;
  private final Slot mount;
  private final Slot context;

  FilesystemLowering(ProgramBuilder out) {
    this.out = out;
    this.mount = out.slot("mount");
    this.context = out.slot("context");
  }

  void create(MountFilesystem step) {
    if (step.exceedsParameters()) {
      createWhole(step);
    } else {
      createByParameters(step);
    }
  }

  private void createByParameters(MountFilesystem step) {
    var options = step.options();
    out.call(FSOPEN, step.type(), FSOPEN_CLOEXEC).into(context);
    if (!step.source().isEmpty()) {
      out.call(FSCONFIG, context, FSCONFIG_SET_STRING, "source", step.source(), 0);
    }
    configure(options);
    out.call(FSCONFIG, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
    out.call(FSMOUNT, context, FSMOUNT_CLOEXEC, options.set()).into(mount);
    out.call(CLOSE, context);
  }

  /** Gives the file system that is mounted at a descriptor other flags and parameters. */
  void reconfigure(Slot at, MountOptions options) {
    out.call(FSPICK, at, "", FSPICK_EMPTY_PATH | FSPICK_CLOEXEC).into(context);
    configure(options);
    out.call(FSCONFIG, context, FSCONFIG_CMD_RECONFIGURE, 0, 0, 0);
    out.call(CLOSE, context);
  }

  private void configure(MountOptions options) {
    for (var flag : options.superblock()) {
      out.call(FSCONFIG, context, FSCONFIG_SET_FLAG, flag, 0, 0);
    }
    for (var parameter : options.data()) {
      int equals = parameter.indexOf('=');
      if (equals < 0) {
        out.call(FSCONFIG, context, FSCONFIG_SET_FLAG, parameter, 0, 0);
      } else {
        var key = parameter.substring(0, equals);
        var value = parameter.substring(equals + 1);
        out.call(FSCONFIG, context, FSCONFIG_SET_STRING, key, value, 0);
      }
    }
  }

  /**
   * fsconfig(2) takes 255 bytes a parameter, which the layers of an overlay often exceed; mount(2)
   * takes all of them in a page, but only on a path: one of the host's, in the copy of its mounts
   * that is dropped with the old root, and from where the mount is taken at once.
   */
  private void createWhole(MountFilesystem step) {
    var options = step.options();
    var place = out.slot("place");
    var data = new ArrayList<>(options.superblock());
    data.addAll(options.data());
    var pathOnly = Structs.openHow(O_PATH | O_CLOEXEC, 0, 0);
    out.call(OPENAT2, AT_FDCWD, PLACE, pathOnly, Structs.OPEN_HOW_SIZE).into(place);
    // Where the config leaves the host's mounts shared it would cover the host's own too.
    change(place, 0, MS_PRIVATE).ignoring(Errno.EINVAL);
    out.call(CLOSE, place);
    out.call(MOUNT, step.source(), PLACE, step.type(), 0, String.join(",", data));
    out.call(OPEN_TREE, AT_FDCWD, PLACE, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC).into(mount);
    out.call(UMOUNT2, PLACE, MNT_DETACH);
    if (options.set() != 0) {
      change(mount, options.set(), 0);
    }
  }

  private ProgramBuilder.Pending change(Slot on, long set, long propagation) {
    var attributes = Structs.mountAttr(set, 0, propagation);
    return out.call(MOUNT_SETATTR, on, "", AT_EMPTY_PATH, attributes, Structs.MOUNT_ATTR_SIZE);
  }
}
