package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.O_CLOEXEC;
import static org.jrunc.core.abi.Abi.O_WRONLY;
import static org.jrunc.core.abi.Abi.RESOLVE_BENEATH;
import static org.jrunc.core.abi.Abi.RESOLVE_NO_XDEV;
import static org.jrunc.core.abi.Syscall.CLOSE;
import static org.jrunc.core.abi.Syscall.OPENAT2;
import static org.jrunc.core.abi.Syscall.WRITE;
import static org.jrunc.core.program.Structs.OPEN_HOW_SIZE;

import java.nio.charset.StandardCharsets;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.LabelStep;

/** Lowers the labels of the process: writes to its attributes in a procfs that cannot lie. */
final class LabelLowering {
  private static final String ATTRIBUTES = "thread-self/attr/";

  private final ProgramBuilder out;
  private final Slot file;

  LabelLowering(ProgramBuilder out) {
    this.out = out;
    this.file = out.slot("file");
  }

  void lower(LabelStep step) {
    switch (step) {
      case LabelStep.LabelKeys keys -> labelKeys(keys);
      case LabelStep.ChangeProfile change -> changeProfile(change);
      case LabelStep.LabelProcess label -> {
        open(out.slot("proc"), "exec");
        write(label.label());
      }
    }
  }

  /** The keyring is made before the container has mounts, and so a procfs of its own. */
  private void labelKeys(LabelStep.LabelKeys step) {
    var proc = out.slot("early");
    PrivateProc.open(out, false, proc);
    open(proc, "keycreate");
    write(step.label());
    out.call(CLOSE, proc);
  }

  /** Kernels before 5.8, and those with one module only, have no directory for AppArmor. */
  private void changeProfile(LabelStep.ChangeProfile step) {
    var proc = out.slot("proc");
    var older = out.label();
    var opened = out.label();
    open(proc, "apparmor/exec").onError(older, Errno.ENOENT);
    out.jump(opened);
    out.bind(older);
    open(proc, "exec");
    out.bind(opened);
    write("exec " + step.profile());
  }

  private ProgramBuilder.Pending open(Slot proc, String attribute) {
    var how = Structs.openHow(O_WRONLY | O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_XDEV);
    return out.call(OPENAT2, proc, ATTRIBUTES + attribute, how, OPEN_HOW_SIZE).into(file);
  }

  private void write(String text) {
    out.call(WRITE, file, text, text.getBytes(StandardCharsets.UTF_8).length);
    out.call(CLOSE, file);
  }
}
