package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;

import org.jrunc.core.plan.LaunchStep.CreateIdMapping;
import org.jrunc.core.plan.LaunchStep.OpenIdMapping;

/**
 * Lowers the making of a user namespace that is nothing but an id mapping. A child is born in it
 * and shows its directory in procfs, through which this process, having the rights outside, writes
 * the maps and opens the namespace. No pid is needed, so that this works whatever procfs calls the
 * child.
 */
final class IdMappingLowering {
  private final ProgramBuilder out;
  private final ChildLowering child;

  IdMappingLowering(ProgramBuilder out, ChildLowering child) {
    this.out = out;
    this.child = child;
  }

  /** The slot that holds the user namespace of a mapping. */
  static Slot namespace(ProgramBuilder out, int number) {
    return out.slot("idmap" + number);
  }

  void lower(CreateIdMapping step) {
    var task = out.slot("task");
    child.show(
        CLONE_NEWUSER,
        () -> out.call(OPENAT, AT_FDCWD, "/proc/self", O_PATH | O_CLOEXEC, 0).into(task),
        task);
    write(task, "uid_map", step.uids());
    write(task, "gid_map", step.gids());
    out.call(OPENAT, task, "ns/user", O_CLOEXEC, 0).into(namespace(out, step.number()));
    out.call(CLOSE, task);
    child.dismiss();
  }

  void lower(OpenIdMapping step) {
    out.call(OPENAT, AT_FDCWD, step.path(), O_CLOEXEC, 0).into(namespace(out, step.number()));
  }

  private void write(Slot task, String name, String map) {
    var file = out.slot("file");
    out.call(OPENAT, task, name, O_WRONLY | O_CLOEXEC, 0).into(file);
    out.call(WRITE, file, map, map.length());
    out.call(CLOSE, file);
  }
}
