package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.List;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.cgroup.CgroupManager;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.hook.HostHooks;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.rdt.ResourceGroups;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;
import org.jrunc.spec.Hook;
import org.jrunc.spec.json.SpecWriter;
import org.jspecify.annotations.Nullable;

/** How containers end, be it that they are deleted or that they never came to be. */
final class Ending {
  private static final int DEATH_MILLIS = 10_000;

  private final Host host;
  private final Caller caller;

  Ending(Host host, Caller caller) {
    this.host = host;
    this.caller = caller;
  }

  /** Kills a process, which may be frozen; whether it has ended then. */
  static boolean kill(Pidfd process, CgroupManager cgroup) {
    process.signal(Abi.SIGKILL);
    if (cgroup.exists()) {
      cgroup.thaw();
    }
    return process.awaitEnd(DEATH_MILLIS);
  }

  /** Runs the poststop hooks of a container that is gone. */
  void runPoststop(List<Hook> hooks, StateRecord record) {
    if (!hooks.isEmpty()) {
      var state = SpecWriter.compact(record.hookState(Status.STOPPED));
      var files = new CrunAnnotations(record.annotations()).hookFiles();
      new HostHooks(host.kernel(), caller, files)
          .runPoststop(hooks, state, Path.of(record.bundle()), host.warnings());
    }
  }

  /**
   * Takes back what was done for a container, last things first; what fails here must not hide the
   * reason.
   *
   * @param process its first process, if there is one; it is closed
   */
  void undo(
      Throwable reason,
      @Nullable Pidfd process,
      CgroupManager cgroup,
      StateLock lock,
      StateRecord record,
      List<Hook> poststop) {
    if (process != null) {
      attempt(reason, () -> kill(process, cgroup));
      process.close();
    }
    attempt(reason, () -> killRest(cgroup));
    attempt(reason, cgroup::remove);
    attempt(reason, () -> ResourceGroups.remove(host.kernel(), record.resourceGroups()));
    attempt(reason, () -> host.store().remove(lock));
    if (!(reason instanceof ClientGone)) {
      attempt(reason, () -> runPoststop(poststop, record));
    }
  }

  private static void killRest(CgroupManager cgroup) {
    if (cgroup.exists()) {
      cgroup.killAll();
    }
  }

  private static void attempt(Throwable reason, Runnable action) {
    try {
      action.run();
    } catch (RuntimeFailure e) {
      reason.addSuppressed(e);
    }
  }
}
