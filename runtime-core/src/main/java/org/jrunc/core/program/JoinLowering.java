package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.CLONE_ARGS_SIZE;

import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.program.Operation.Condition;

/** Lowers the steps by which a process joins a running container. */
final class JoinLowering {
  private final ProgramBuilder out;
  private final RootPaths paths;
  private final Handshake handshake;

  JoinLowering(ProgramBuilder out, RootPaths paths, Handshake handshake) {
    this.out = out;
    this.paths = paths;
    this.handshake = handshake;
  }

  void lower(JoinStep step) {
    switch (step) {
      case JoinStep.OpenCgroup open ->
          out.call(OPENAT, AT_FDCWD, open.directory(), O_PATH | O_CLOEXEC, 0)
              .into(out.slot("cgroup"))
              .ignoring();
      case JoinStep.CopyMounts copy -> out.call(UNSHARE, CLONE_NEWNS);
      case JoinStep.Leave leave -> out.call(EXIT_GROUP, 0);
      case JoinStep.EnterContainer enter -> {
        long flags = 0;
        for (var type : enter.namespaces()) {
          flags |= Lowering.cloneFlag(type);
        }
        out.call(SETNS, enter.process(), flags);
      }
      case JoinStep.CloneProcess clone -> cloneProcess(clone);
      case JoinStep.OpenRoot open ->
          out.call(OPENAT, AT_FDCWD, "/", O_PATH | O_CLOEXEC, 0).into(out.slot("rootfs"));
      case JoinStep.EnterKeyring keyring ->
          out.call(KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, keyring.name(), 0);
      case JoinStep.FindWorkingDirectory find ->
          paths.open(find.path(), out.slot("cwd"), RESOLVE_NO_MAGICLINKS);
    }
  }

  /**
   * The new process is a child of our own parent, who can wait for it; its maker names it and ends.
   */
  private void cloneProcess(JoinStep.CloneProcess step) {
    var pid = out.slot("pid");
    var child = out.label();
    if (step.intoCgroup()) {
      var cgroup = out.slot("cgroup");
      var outside = out.label();
      var made = out.label();
      var arguments = Structs.cloneArgs(CLONE_PARENT | CLONE_INTO_CGROUP, 0);
      out.jump(cgroup, Condition.LESS, 0, outside);
      out.store(cgroup, arguments, Structs.CLONE_ARGS_CGROUP);
      out.call(CLONE3, arguments, CLONE_ARGS_SIZE).into(pid);
      out.jump(made);
      out.bind(outside);
      out.call(CLONE3, Structs.cloneArgs(CLONE_PARENT, 0), CLONE_ARGS_SIZE).into(pid);
      out.bind(made);
    } else {
      out.call(CLONE3, Structs.cloneArgs(CLONE_PARENT, 0), CLONE_ARGS_SIZE).into(pid);
    }
    out.jump(pid, Condition.EQUAL, 0, child);
    handshake.report(ReportType.PID, pid);
    out.call(EXIT_GROUP, 0);
    out.bind(child);
    if (step.intoCgroup()) {
      // Whoever is in a container must not find a directory of the host.
      out.call(CLOSE, out.slot("cgroup")).ignoring(Errno.EBADF);
    }
  }
}
