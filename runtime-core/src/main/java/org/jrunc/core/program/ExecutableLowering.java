package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;

import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.program.Operation.Condition;

/** Lowers the search for the executable, as execvp(3) does it, and its execution. */
final class ExecutableLowering {
  private final ProgramBuilder out;

  ExecutableLowering(ProgramBuilder out) {
    this.out = out;
  }

  /**
   * Looks for the first candidate that is no directory and may be executed. A seccomp filter may be
   * in force by now, so that only old calls are made; one that does not know faccessat2(2) must not
   * fail the search: then execve(2) decides.
   */
  void find(ProcessStep.FindExecutable step) {
    var found = out.label();
    boolean search = step.candidates().size() > 1 || !step.name().contains("/");
    for (var candidate : step.candidates()) {
      var next = out.label();
      var file = out.slot("executable");
      var opened = out.call(OPENAT, AT_FDCWD, candidate, O_PATH | O_CLOEXEC, 0).into(file);
      var access = out.label();
      var inside = out.slot("directory");
      out.call(OPENAT, file, ".", O_PATH | O_CLOEXEC, 0).into(inside).onError(access);
      if (search) {
        opened.onError(next);
        out.call(CLOSE, inside);
        out.call(CLOSE, file);
        out.jump(next);
      } else {
        // A directory: opening it for writing fails with the error to report, EISDIR.
        out.call(OPENAT, AT_FDCWD, candidate, O_WRONLY | O_CLOEXEC, 0);
      }
      out.bind(access);
      out.call(CLOSE, file);
      var check = out.call(FACCESSAT2, AT_FDCWD, candidate, X_OK, AT_EACCESS);
      if (search) {
        var allowed = out.slot("access");
        check.into(allowed).ignoring();
        out.jump(allowed, Condition.EQUAL, -Errno.EACCES.number(), next);
        if (!candidate.startsWith("/")) {
          // Found, but not where it may be: an error that no lookup has, EBADF.
          out.call(FCHDIR, -1);
        }
      } else {
        check.ignoring(Errno.ENOSYS, Errno.EPERM);
      }
      out.jump(found);
      out.bind(next);
    }
    // None of them: opening the empty path fails with the error to report, ENOENT.
    out.refuse();
    out.bind(found);
  }

  /** Executes the first candidate that the kernel takes. */
  void execute(ProcessStep.Exec step) {
    var arguments = Structs.strings(step.arguments());
    var environment = Structs.strings(step.environment());
    for (var candidate : step.candidates()) {
      var call = out.call(EXECVE, candidate, arguments, environment);
      if (step.candidates().size() > 1) {
        call.ignoring(Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES);
      }
    }
    if (step.candidates().size() > 1) {
      out.call(EXECVE, step.candidates().getLast(), arguments, environment);
    }
  }
}
