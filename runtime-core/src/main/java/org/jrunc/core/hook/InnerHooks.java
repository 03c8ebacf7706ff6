package org.jrunc.core.hook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.spec.Hook;
import org.jrunc.spec.state.State;

/** What the engine does for hooks that the container's own process runs, in its namespaces. */
public final class InnerHooks {
  private static final String PIDS = "NSpid:";

  private InnerHooks() {}

  /** The failure that the container's process has reported of one of its hooks. */
  public static HookFailure failure(
      String kind, List<Hook> hooks, Report.HookDone report, Duration spent, String output) {
    var outcome =
        report.timedOut() ? new HookOutcome.TimedOut() : new HookOutcome.Ended(report.status());
    return HookFailures.of(kind, report.index(), hooks.get(report.index()), outcome, spent, output);
  }

  /**
   * The state as such hooks see it: with the process's id in its own pid namespace, as from runc.
   */
  public static State seenFromInside(State state) {
    var pid = state.pid();
    if (pid == null) {
      return state;
    }
    var inner =
        KernelFile.readIfPresent(Path.of("/proc/" + pid + "/status"))
            .flatMap(text -> text.lines().filter(line -> line.startsWith(PIDS)).findFirst())
            .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
            .map(Integer::valueOf)
            .orElse(pid);
    return new State(
        state.ociVersion(), state.id(), state.status(), inner, state.bundle(), state.annotations());
  }
}
