package org.jrunc.cli;

import org.jrunc.cli.session.Log;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;

/** The one place where a failure becomes a log line and an exit code. */
final class Failures {
  /** What runc exits with whenever it fails by itself. */
  static final int EXIT_CODE = 1;

  private Failures() {}

  /** Logs the failure once, behind {@code prefix}, and returns the exit code. */
  static int report(Log log, String prefix, RuntimeFailure failure) {
    if (failure instanceof Bug) {
      trace(log, failure);
    }
    log.error(prefix + failure.getMessage());
    failure.hint().ifPresent(log::hint);
    return exitCode(failure);
  }

  /** The exit code; runc knows no other for failures of its own, so neither do callers. */
  private static int exitCode(RuntimeFailure failure) {
    return switch (failure) {
      case SpecFailure _ -> EXIT_CODE;
      case StateFailure _ -> EXIT_CODE;
      case SyscallFailure _ -> EXIT_CODE;
      case InitFailure _ -> EXIT_CODE;
      case CgroupFailure _ -> EXIT_CODE;
      case HookFailure _ -> EXIT_CODE;
      case HostFailure _ -> EXIT_CODE;
      case Bug _ -> EXIT_CODE;
    };
  }

  private static void trace(Log log, RuntimeFailure failure) {
    Throwable thrown = failure.getCause() == null ? failure : failure.getCause();
    log.debug(thrown::toString);
    for (var frame : thrown.getStackTrace()) {
      log.debug(() -> "at " + frame);
    }
  }
}
