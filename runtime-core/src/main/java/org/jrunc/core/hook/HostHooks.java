package org.jrunc.core.hook;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.HookCommand;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.Warning;
import org.jrunc.spec.Hook;

/** Runs hooks in the runtime namespaces, as children of the caller, one after the other. */
public final class HostHooks {
  private final Kernel kernel;
  private final Caller caller;
  private final List<Optional<String>> files;

  /**
   * Runs hooks on behalf of a caller.
   *
   * @param files what {@link HookOutput} opens
   */
  public HostHooks(Kernel kernel, Caller caller, List<Optional<String>> files) {
    this.kernel = kernel;
    this.caller = caller;
    this.files = files;
  }

  /**
   * Runs all hooks of one kind; the first that fails ends it.
   *
   * @param kind their list in config.json
   * @param state the container's state, JSON, which every hook reads from its standard input
   * @param directory their working directory, the bundle
   */
  public void run(String kind, List<Hook> hooks, String state, Path directory) {
    for (int i = 0; i < hooks.size(); i++) {
      run(kind, i, hooks.get(i), state, directory);
    }
  }

  /**
   * Runs all poststop hooks; one that fails does not keep the others from running and is only
   * warned about: config.md, "Poststop".
   */
  public void runPoststop(
      List<Hook> hooks, String state, Path directory, Consumer<Warning> warnings) {
    for (int i = 0; i < hooks.size(); i++) {
      try {
        run("poststop", i, hooks.get(i), state, directory);
      } catch (HookFailure | SyscallFailure failure) {
        var message = String.valueOf(failure.getMessage());
        warnings.accept(new Warning("/hooks/poststop/" + i, message));
      }
    }
  }

  private void run(String kind, int index, Hook hook, String state, Path directory) {
    long begin = kernel.monotonicNanos();
    byte[] input = state.getBytes(StandardCharsets.UTF_8);
    try (var stdin = kernel.sealedFile("hook-state", input, false);
        var output = kernel.memoryFile("hook-output");
        var kept = HookOutput.open(kernel, caller, files, directory)) {
      var arguments = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
      var timeout = hook.timeout() == null ? Duration.ZERO : Duration.ofSeconds(hook.timeout());
      var outcome =
          caller.run(
              new HookCommand(
                  hook.path(),
                  arguments,
                  environment(hook),
                  Optional.of(directory),
                  stdin,
                  kept.stdout().orElse(output),
                  kept.stderr().orElse(output),
                  timeout));
      if (!HookFailures.isSuccess(outcome)) {
        var spent = Duration.ofNanos(kernel.monotonicNanos() - begin);
        throw HookFailures.of(kind, index, hook, outcome, spent, Captured.tail(kernel, output));
      }
    }
  }

  /** A hook without an environment gets the caller's, as from runc and crun. */
  private List<String> environment(Hook hook) {
    return hook.env().isEmpty()
        ? caller.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList()
        : hook.env();
  }
}
