package org.jrunc.core.hook;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.HookCommand;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.WaitStatus;
import org.jrunc.spec.Hook;

/** Runs hooks in the runtime namespaces, as children of the caller, one after the other. */
public final class HostHooks {
  private final Kernel kernel;
  private final Caller caller;

  /** Runs hooks on behalf of a caller. */
  public HostHooks(Kernel kernel, Caller caller) {
    this.kernel = kernel;
    this.caller = caller;
  }

  /**
   * Runs all hooks of one kind; the first that fails ends it.
   *
   * @param kind their list in config.json
   * @param state the container's state, JSON, which every hook reads from its standard input
   * @param directory their working directory; empty for the caller's
   */
  public void run(String kind, List<Hook> hooks, String state, Optional<Path> directory) {
    for (int i = 0; i < hooks.size(); i++) {
      run(kind, i, hooks.get(i), state, directory);
    }
  }

  /**
   * Runs all poststop hooks; one that fails does not keep the others from running and is only
   * warned about: config.md, "Poststop".
   */
  public void runPoststop(List<Hook> hooks, String state, Path directory) {
    for (int i = 0; i < hooks.size(); i++) {
      try {
        run("poststop", i, hooks.get(i), state, Optional.of(directory));
      } catch (HookFailure failure) {
        caller.write(
            2, ("warning: " + failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void run(String kind, int index, Hook hook, String state, Optional<Path> directory) {
    long begin = kernel.monotonicNanos();
    byte[] input = state.getBytes(StandardCharsets.UTF_8);
    try (var stdin = kernel.sealedFile("hook-state", input, false);
        var output = kernel.memoryFile("hook-output")) {
      var arguments = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
      var timeout = hook.timeout() == null ? Duration.ZERO : Duration.ofSeconds(hook.timeout());
      var outcome =
          caller.run(
              new HookCommand(
                  hook.path(), arguments, hook.env(), directory, stdin, output, timeout));
      var what = "`" + String.join(" ", arguments) + "` (" + hook.path() + ")";
      var spent = " after " + (kernel.monotonicNanos() - begin) / 1_000_000 + " ms";
      var problem = problem(outcome, timeout);
      if (problem.isPresent()) {
        throw new HookFailure(
            kind, index, problem.get() + spent + ": " + what + Captured.tail(kernel, output));
      }
    }
  }

  private static Optional<String> problem(HookOutcome outcome, Duration timeout) {
    return switch (outcome) {
      case HookOutcome.Ended(WaitStatus status) ->
          status.isSuccess() ? Optional.empty() : Optional.of(describe(status));
      case HookOutcome.TimedOut() ->
          Optional.of("hook ran past specified timeout of " + timeout.toSeconds() + "s");
      case HookOutcome.NotExecuted(int errno) -> Optional.of(Errno.textOf(errno));
    };
  }

  /** How a hook ended, as Go's os/exec words it. */
  public static String describe(WaitStatus status) {
    return status.isExit() ? "exit status " + status.exitCode() : "signal " + status.signal();
  }
}
