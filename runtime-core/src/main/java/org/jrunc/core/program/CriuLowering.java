package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;

import org.jrunc.core.plan.CriuStep;
import org.jrunc.core.plan.FileKind;

/** Lowers the steps of the process that becomes CRIU. */
final class CriuLowering {
  private static final int ATTACH = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
  private static final int OWN_DESCRIPTORS = 3;
  private static final int STANDARD_STREAMS = 3;

  private final ProgramBuilder out;
  private final RootPaths paths;

  CriuLowering(ProgramBuilder out, RootPaths paths) {
    this.out = out;
    this.paths = paths;
  }

  void lower(CriuStep step) {
    switch (step) {
      case CriuStep.KeepDescriptors keep -> {
        int last = keep.first() + OWN_DESCRIPTORS - 1;
        out.call(CLOSE_RANGE, keep.first(), last, CLOSE_RANGE_CLOEXEC);
        for (int stream = 0; keep.mute() && stream < STANDARD_STREAMS; stream++) {
          out.call(DUP3, last, stream, 0);
        }
      }
      case CriuStep.IsolateMounts isolate -> {
        // The mode of mount points is not the caller's to choose.
        out.call(UMASK, 0);
        out.call(UNSHARE, CLONE_NEWNS);
      }
      case CriuStep.BindRoot bind -> bindRoot(bind);
      case CriuStep.MakeMountPoint point -> {
        var target = out.slot("target");
        paths.ensure(point.target(), FileKind.DIRECTORY, target);
        out.call(CLOSE, target);
      }
      case CriuStep.OpenDirectory open -> {
        var directory = out.slot("directory");
        out.call(OPENAT, AT_FDCWD, open.path(), O_CLOEXEC, 0).into(directory);
        out.call(DUP3, directory, open.descriptor(), 0);
        out.call(CLOSE, directory);
      }
      case CriuStep.DropMounts drop -> out.call(UMOUNT2, drop.path(), MNT_DETACH);
    }
  }

  private void bindRoot(CriuStep.BindRoot step) {
    var mount = out.slot("mount");
    var place = out.slot("place");
    var how = Structs.openHow(O_PATH | O_CLOEXEC, 0, 0);
    int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE;
    out.call(OPENAT2, AT_FDCWD, step.place(), how, Structs.OPEN_HOW_SIZE).into(place);
    out.call(OPEN_TREE, AT_FDCWD, step.path(), flags).into(mount);
    out.call(MOVE_MOUNT, mount, "", place, "", ATTACH);
    out.call(CLOSE, place);
    out.call(CLOSE, mount);
  }
}
