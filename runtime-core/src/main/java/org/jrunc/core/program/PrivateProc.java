package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.CLOSE;
import static org.jrunc.core.abi.Syscall.FSCONFIG;
import static org.jrunc.core.abi.Syscall.FSMOUNT;
import static org.jrunc.core.abi.Syscall.FSOPEN;

/**
 * A procfs that is mounted nowhere. The rootfs may lie about /proc, so what is written below it
 * goes through such an instance: CVE-2025-52881.
 */
final class PrivateProc {
  private PrivateProc() {}

  /**
   * Makes one for the present pid namespace.
   *
   * @param whole whether it also has what is not about processes, {@code /proc/sys} above all
   */
  static void open(ProgramBuilder out, boolean whole, Slot into) {
    var context = out.slot("context");
    out.call(FSOPEN, "proc", FSOPEN_CLOEXEC).into(context);
    if (!whole) {
      out.call(FSCONFIG, context, FSCONFIG_SET_STRING, "subset", "pid", 0);
    }
    out.call(FSCONFIG, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
    int attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    out.call(FSMOUNT, context, FSMOUNT_CLOEXEC, attributes).into(into);
    out.call(CLOSE, context);
  }
}
