package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;

import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.program.Operation.Condition;

/** Lowers the search for the executable, as execvp(3) does it, and its execution. */
final class ExecutableLowering {
  /** The slot that holds which candidate was found. */
  static final String CHOICE = "choice";

  private final ProgramBuilder out;

  ExecutableLowering(ProgramBuilder out) {
    this.out = out;
  }

  /**
   * Looks for the first candidate that is no directory and may be executed. A seccomp filter may be
   * in force by now, so that only old calls are made; one that does not know faccessat2(2) must not
   * fail the search: then faccessat(2) or execve(2) decides.
   */
  void find(ProcessStep.FindExecutable step) {
    var found = out.label();
    var candidates = step.candidates();
    boolean search = candidates.size() > 1 || !step.name().contains("/");
    for (int i = 0; i < candidates.size(); i++) {
      var candidate = candidates.get(i);
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
      if (search) {
        requireAccess(candidate, next);
      } else {
        out.call(FACCESSAT2, AT_FDCWD, candidate, X_OK, AT_EACCESS)
            .ignoring(Errno.ENOSYS, Errno.EPERM);
      }
      out.load(out.slot(CHOICE), Structs.integers(List.of(i)), 0);
      out.jump(found);
      out.bind(next);
    }
    // None of them: opening the empty path fails with the error to report, ENOENT.
    out.refuse();
    out.bind(found);
  }

  /** Goes on with the next candidate if this one may not be executed. */
  private void requireAccess(String candidate, Label next) {
    var allowed = out.slot("access");
    var chosen = out.label();
    out.call(FACCESSAT2, AT_FDCWD, candidate, X_OK, AT_EACCESS).into(allowed).ignoring();
    out.jump(allowed, Condition.EQUAL, 0, chosen);
    out.jump(allowed, Condition.EQUAL, -Errno.EACCES.number(), next);
    out.call(FACCESSAT, AT_FDCWD, candidate, X_OK).into(allowed).ignoring();
    out.jump(allowed, Condition.EQUAL, -Errno.EACCES.number(), next);
    out.bind(chosen);
    if (!candidate.startsWith("/")) {
      // Found, but not where it may be: an error that no lookup has, EBADF.
      out.call(FCHDIR, -1);
    }
  }

  /** Executes the candidate that was found. */
  void execute(ProcessStep.Exec step) {
    var candidates = step.candidates();
    var arguments = Structs.strings(step.arguments());
    var environment = Structs.strings(step.environment());
    for (int i = 0; i < candidates.size(); i++) {
      var next = out.label();
      if (i < candidates.size() - 1) {
        out.jump(out.slot(CHOICE), Condition.NOT_EQUAL, i, next);
      }
      out.call(EXECVE, candidates.get(i), arguments, environment);
      out.bind(next);
    }
  }
}
