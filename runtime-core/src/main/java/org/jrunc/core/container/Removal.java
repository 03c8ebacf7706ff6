package org.jrunc.core.container;

import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.rdt.ResourceGroups;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;

/** Removes containers: processes, cgroups, state; then the poststop hooks run. */
final class Removal {
  private final Host host;
  private final Caller caller;

  Removal(Host host, Caller caller) {
    this.host = host;
    this.caller = caller;
  }

  void remove(StateLock lock, StateRecord record) {
    var config = record.hooks() ? host.store().config(lock.id()) : null;
    kill(record);
    host.phases().reached(Phase.PROCESS_ENDED);
    var cgroup = host.cgroups().open(record.cgroupPaths());
    if (!record.privatePidNamespace() && cgroup.exists()) {
      cgroup.killAll();
    }
    cgroup.remove();
    host.phases().reached(Phase.CGROUPS_REMOVED);
    ResourceGroups.remove(host.kernel(), record.resourceGroups());
    host.store().remove(lock);
    host.phases().reached(Phase.STATE_REMOVED);
    var hooks = config == null ? null : Bundle.parse(config).hooks();
    if (hooks != null) {
      new Ending(host, caller).runPoststop(hooks.poststop(), record);
    }
  }

  private void kill(StateRecord record) {
    if (record.pid() == 0) {
      return;
    }
    var found = Pidfd.open(host.kernel(), record.pid(), record.startTime());
    if (found.isEmpty()) {
      return;
    }
    try (var process = found.get()) {
      if (process.awaitEnd(0)) {
        // Not reaped yet. Its cgroup may be gone already, with nothing in it to thaw.
        return;
      }
      if (!Ending.kill(process, host.cgroups().open(record.cgroupPaths()))) {
        throw new StateFailure(record.id(), "container init still running");
      }
    }
  }
}
