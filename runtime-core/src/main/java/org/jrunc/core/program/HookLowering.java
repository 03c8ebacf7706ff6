package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.CLONE_ARGS_SIZE;
import static org.jrunc.core.program.Structs.REPORT_SIZE;

import java.util.ArrayList;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.ProcessStep.RunContainerHook;
import org.jrunc.core.program.Operation.Condition;

/**
 * Lowers the hooks that run in the container's namespaces: the process forks, feeds the state to
 * the hook, waits with a time limit, and gives up if the hook did.
 */
final class HookLowering {
  private static final int SIGCHLD = 17;
  private static final int POLLFD_SIZE = 8;
  private static final int POLLIN = 1;
  private static final int STATUS_OFFSET = 12;
  private static final int STANDARD_STREAMS = 3;
  private static final int DEFAULT_UMASK = 022;

  private final ProgramBuilder out;
  private final Handshake handshake;

  HookLowering(ProgramBuilder out, Handshake handshake) {
    this.out = out;
    this.handshake = handshake;
  }

  void lower(RunContainerHook step) {
    var pid = out.slot("hook");
    var parent = out.label();
    var done = out.label();
    out.call(LSEEK, step.streams().state(), 0, 0);
    if (step.isBeforePivot()) {
      // When the hook began, for the message about its failure. A seccomp filter is no judge of it.
      out.call(UTIMENSAT, step.streams().capture(), 0, 0, 0).ignoring();
    }
    out.call(CLONE3, Structs.cloneArgs(0, SIGCHLD), CLONE_ARGS_SIZE).into(pid);
    out.jump(pid, Condition.NOT_EQUAL, 0, parent);
    become(step);
    out.bind(parent);
    int timeout = step.hook().timeout() == null ? 0 : step.hook().timeout();
    var report = Structs.report(ReportType.HOOK_DONE, step.index());
    if (timeout > 0) {
      limit(pid, timeout, step);
    }
    out.call(WAIT4, pid, new Argument.Address(report, STATUS_OFFSET), 0, 0);
    var status = out.slot("status");
    out.load(status, report, STATUS_OFFSET);
    out.jump(status, Condition.EQUAL, 0, done);
    out.call(WRITE, handshake.sync(), report, REPORT_SIZE);
    out.jump(handshake.abandoned());
    out.bind(done);
  }

  /** The child: stdin is the state, the outputs go to files; a failure is reported. */
  private void become(RunContainerHook step) {
    out.call(DUP3, step.streams().state(), 0, 0);
    out.call(DUP3, step.streams().stdout(), 1, 0);
    out.call(DUP3, step.streams().stderr(), 2, 0);
    if (step.isBeforePivot()) {
      out.call(UMASK, DEFAULT_UMASK);
      // Where runc's hooks find themselves too.
      out.call(FCHDIR, out.slot("rootfs"));
    }
    out.call(CLOSE_RANGE, STANDARD_STREAMS, MAX_DESCRIPTOR, CLOSE_RANGE_CLOEXEC);
    var arguments = new ArrayList<>(step.hook().args());
    if (arguments.isEmpty()) {
      arguments.add(step.hook().path());
    }
    out.call(
        EXECVE,
        step.hook().path(),
        Structs.strings(arguments),
        Structs.strings(step.environment()));
  }

  /** Waits for the hook to end within the limit; one that does not is killed and reported. */
  private void limit(Slot pid, int seconds, RunContainerHook step) {
    var descriptor = out.slot("pidfd");
    var ready = out.slot("ready");
    var inTime = out.label();
    var events =
        Structs.block(
            "{events=POLLIN}", POLLFD_SIZE, bytes -> bytes.putInt(-1).putShort((short) POLLIN));
    out.call(PIDFD_OPEN, pid, 0).into(descriptor);
    out.store(descriptor, events, 0);
    out.call(PPOLL, events, 1, Structs.timespec(seconds), 0, 0).into(ready);
    out.jump(ready, Condition.NOT_EQUAL, 0, inTime);
    out.call(PIDFD_SEND_SIGNAL, descriptor, SIGKILL, 0, 0).ignoring(Errno.ESRCH);
    var report = Structs.timedOutReport(ReportType.HOOK_DONE, step.index());
    out.call(WAIT4, pid, new Argument.Address(report, STATUS_OFFSET), 0, 0);
    out.call(WRITE, handshake.sync(), report, REPORT_SIZE);
    out.jump(handshake.abandoned());
    out.bind(inTime);
    out.call(CLOSE, descriptor);
  }
}
