package org.jrunc.core.container;

import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;

/** Sends signals to containers. */
final class Killing {
  /**
   * The null signal, those that by default are ignored, stop or continue (signal(7)), and those
   * that programs give a meaning of their own, which runc's waiting init lets pass as well.
   */
  private static final Set<Integer> HARMLESS =
      Set.of(0, 10, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 28, 29, 30);

  /** The last real-time signal; the kernel refuses what is above it. */
  private static final int LAST = 64;

  private final Host host;

  Killing(Host host) {
    this.host = host;
  }

  /**
   * The first process of a pid namespace ignores what it has no handler for, and until it is
   * started it has none: a signal that would end it is made one that does.
   */
  private static int effective(int signal, Status status) {
    boolean deadly = signal > 0 && signal <= LAST && !HARMLESS.contains(signal);
    return status == Status.CREATED && deadly ? Abi.SIGKILL : signal;
  }

  /** Whether there may be processes to kill that the first one has not taken with it. */
  boolean concernsOthers(StateRecord record, int signal) {
    return signal == Abi.SIGKILL
        && !record.privatePidNamespace()
        && host.cgroups().open(record.cgroupPaths()).exists();
  }

  /**
   * Sends a signal. SIGKILL to a container that shares its pid namespace kills all of its cgroup,
   * because the death of its first process would not end the others.
   */
  void kill(StateRecord record, int signal, Status status) {
    var cgroup = host.cgroups().open(record.cgroupPaths());
    if (signal == Abi.SIGKILL && !record.privatePidNamespace()) {
      cgroup.killAll();
      return;
    }
    if (!send(record, effective(signal, status))) {
      throw new StateFailure(record.id(), "container not running");
    }
    // A frozen process dies only when it goes on.
    if (signal == Abi.SIGKILL && status == Status.PAUSED) {
      cgroup.thaw();
    }
  }

  /** False if the process has ended. */
  private boolean send(StateRecord record, int signal) {
    var found = Pidfd.open(host.kernel(), record.pid(), record.startTime());
    if (found.isEmpty()) {
      return false;
    }
    try (var process = found.get()) {
      return process.signal(signal);
    } catch (SyscallFailure e) {
      throw new StateFailure(record.id(), "unable to signal init: " + Errno.textOf(e.errno()));
    }
  }
}
