package org.jrunc.core.container;

import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;

/** Sends signals to containers. */
final class Killing {
  private final Host host;

  Killing(Host host) {
    this.host = host;
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
    var process = Pidfd.open(host.kernel(), record.pid(), record.startTime());
    boolean sent = process.isPresent() && process.get().signal(signal);
    process.ifPresent(Pidfd::close);
    if (!sent) {
      throw new StateFailure(record.id(), "container not running");
    }
    // A frozen process dies only when it goes on.
    if (signal == Abi.SIGKILL && status == Status.PAUSED) {
      cgroup.thaw();
    }
  }
}
