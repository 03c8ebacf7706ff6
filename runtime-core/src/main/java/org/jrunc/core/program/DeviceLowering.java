package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.OPEN_HOW_SIZE;

import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.FileKind;

/** Lowers the steps that fill /dev and make the terminal. */
final class DeviceLowering {
  private static final String MASTER_NAME = "/dev/ptmx";
  private static final int STANDARD_STREAMS = 3;
  private static final int ATTACH = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;

  private final ProgramBuilder out;
  private final RootPaths paths;
  private final NodeCheck check;
  private final Slot rootfs;

  DeviceLowering(ProgramBuilder out, RootPaths paths) {
    this.out = out;
    this.paths = paths;
    this.check = new NodeCheck(out);
    this.rootfs = out.slot("rootfs");
  }

  void lower(DeviceStep step) {
    switch (step) {
      case DeviceStep.CreateDevice device -> createDevice(device);
      case DeviceStep.BindDevice device -> bindDevice(device);
      case DeviceStep.LinkDevice link ->
          paths.inParent(
              link.link(),
              (parent, name) ->
                  out.call(SYMLINKAT, link.target(), parent, name).ignoring(Errno.EEXIST));
      case DeviceStep.LinkPtmx link ->
          paths.inParent(
              "/dev/ptmx",
              (parent, name) -> {
                out.call(UNLINKAT, parent, name, 0).ignoring(Errno.ENOENT);
                out.call(SYMLINKAT, "pts/ptmx", parent, name);
              });
      case DeviceStep.ReopenNull reopen -> reopenNull(reopen);
      case DeviceStep.CreateConsole console -> createConsole(console);
    }
  }

  /** Nodes are made relative to a descriptor of their directory: CVE-2026-41579. */
  private void createDevice(DeviceStep.CreateDevice step) {
    long device = encode(step.major(), step.minor());
    var exists = out.label();
    var done = out.label();
    paths.inParent(
        step.path(),
        (parent, name) -> {
          out.call(MKNODAT, parent, name, step.type() | step.mode(), device)
              .onError(exists, Errno.EEXIST);
          if (step.uid() != 0 || step.gid() != 0) {
            out.call(FCHOWNAT, parent, name, step.uid(), step.gid(), AT_SYMLINK_NOFOLLOW);
          }
          boolean asked = !step.origin().pointer().isEmpty();
          if (asked) {
            out.jump(done);
          }
          out.bind(exists);
          if (asked) {
            requireSame(step, done);
          }
          out.bind(done);
        });
  }

  /** What is there already must be the device that the config asks for: config-linux.md. */
  private void requireSame(DeviceStep.CreateDevice step, Label same) {
    var present = out.slot("present");
    var foreign = out.label();
    var attempt = paths.attempt(step.path(), present, 0);
    if (step.type() == S_IFIFO) {
      check.unlessType(present, S_IFIFO, foreign);
    } else {
      check.unlessDevice(present, step.type(), step.major(), step.minor(), foreign);
    }
    out.call(CLOSE, present);
    out.jump(same);
    attempt.otherwise();
    out.bind(foreign);
    out.refuse();
  }

  private void bindDevice(DeviceStep.BindDevice step) {
    var node = out.slot("mount");
    var target = out.slot("target");
    int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
    out.call(OPEN_TREE, AT_FDCWD, step.path(), flags).into(node);
    var safe = Structs.mountAttr(MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, 0, 0);
    out.call(MOUNT_SETATTR, node, "", AT_EMPTY_PATH, safe, Structs.MOUNT_ATTR_SIZE);
    paths.ensure(step.path(), FileKind.FILE, target);
    out.call(MOVE_MOUNT, node, "", target, "", ATTACH);
    out.call(CLOSE, target);
    out.call(CLOSE, node);
  }

  /** The encoding of a device number that mknod(2) takes: 12 bits of major, 20 of minor. */
  private static long encode(long major, long minor) {
    return (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
  }

  /**
   * Whatever the image calls so is opened without waiting for it, and refused if it is something
   * else: CVE-2025-31133.
   */
  private void reopenNull(DeviceStep.ReopenNull step) {
    var stream = out.slot("stream");
    var foreign = out.label();
    var done = out.label();
    var flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
    var again = out.label();
    out.bind(again);
    out.call(OPENAT2, rootfs, "dev/null", Structs.openHow(flags, 0, RESOLVE_IN_ROOT), OPEN_HOW_SIZE)
        .into(stream)
        .onError(again, Errno.EAGAIN);
    check.unlessNull(stream, foreign);
    out.call(FCNTL, stream, F_SETFL, 0);
    out.call(DUP3, stream, step.descriptor(), 0);
    out.call(CLOSE, stream);
    out.jump(done);
    out.bind(foreign);
    out.refuse();
    out.bind(done);
  }

  /**
   * The slave comes from the master by TIOCGPTPEER, not from a path that could be something else:
   * CVE-2025-52565. Only a real pseudo-terminal answers these requests.
   */
  private void createConsole(DeviceStep.CreateConsole step) {
    var master = out.slot("master");
    var slave = out.slot("slave");
    var how =
        Structs.openHow(O_RDWR | O_NOCTTY | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);
    out.call(OPENAT2, rootfs, "dev/pts/ptmx", how, OPEN_HOW_SIZE).into(master);
    out.call(IOCTL, master, TIOCSPTLCK, Structs.integers(List.of(0)));
    out.call(IOCTL, master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC).into(slave);
    if (step.mount()) {
      mountConsole(slave);
    }
    var message = Structs.message(new Datum.Text(MASTER_NAME), 1);
    out.store(master, message.control(), Structs.controlOffset(0));
    out.call(SENDMSG, step.socket(), message.header(), 0);
    if (step.rows() != 0 || step.columns() != 0) {
      out.call(IOCTL, slave, TIOCSWINSZ, Structs.winsize(step.rows(), step.columns()));
    }
    out.call(IOCTL, slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < STANDARD_STREAMS; fd++) {
      out.call(DUP3, slave, fd, 0);
    }
    out.call(CLOSE, slave);
    out.call(CLOSE, master);
    out.call(CLOSE, step.socket());
  }

  private void mountConsole(Slot slave) {
    var console = out.slot("target");
    var mount = out.slot("mount");
    paths.ensure("/dev/console", FileKind.FILE, console, RESOLVE_NO_SYMLINKS);
    out.call(OPEN_TREE, slave, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH).into(mount);
    out.call(MOVE_MOUNT, mount, "", console, "", ATTACH);
    out.call(CLOSE, mount);
    out.call(CLOSE, console);
  }
}
