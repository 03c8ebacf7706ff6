package org.jrunc.core.hook;

import java.time.Duration;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.linux.WaitStatus;
import org.jrunc.spec.Hook;

/** Words what became of a hook; the one place for hooks of all kinds. */
public final class HookFailures {
  private static final int MOST_ARGUMENTS = 1000;

  private HookFailures() {}

  /** Whether a hook did what it should. */
  public static boolean isSuccess(HookOutcome outcome) {
    return outcome instanceof HookOutcome.Ended(WaitStatus status) && status.isSuccess();
  }

  /**
   * The failure of a hook: runc's words, then what runc leaves out.
   *
   * @param kind its list in config.json
   * @param index its place there
   * @param spent how long it ran
   * @param output the end of a message, from {@link Captured#tail}
   */
  public static HookFailure of(
      String kind, int index, Hook hook, HookOutcome outcome, Duration spent, String output) {
    var arguments = hook.args().toString();
    if (arguments.length() > MOST_ARGUMENTS) {
      arguments = arguments.substring(0, MOST_ARGUMENTS) + "…";
    }
    var detail =
        how(hook, outcome)
            + " after "
            + spent.toMillis()
            + " ms, path: "
            + hook.path()
            + ", args: "
            + arguments
            + output;
    return new HookFailure(kind, index, detail);
  }

  /** As Go's os/exec words it. */
  private static String how(Hook hook, HookOutcome outcome) {
    return switch (outcome) {
      case HookOutcome.Ended(WaitStatus status) -> status.words();
      case HookOutcome.TimedOut() -> "hook ran past specified timeout of " + hook.timeout() + ".0s";
      case HookOutcome.NotExecuted(int errno) ->
          "fork/exec " + hook.path() + ": " + Errno.textOf(errno);
    };
  }
}
