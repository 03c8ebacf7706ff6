package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.hook.HostHooks;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.rdt.ResourceGroups;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;
import org.jrunc.spec.json.SpecWriter;

/** Removes containers: processes, cgroups, state; then the poststop hooks run. */
final class Removal {
  private static final int DEATH_MILLIS = 10_000;

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
    if (config != null) {
      runPoststop(config, record);
    }
  }

  private void runPoststop(byte[] config, StateRecord record) {
    var hooks = Bundle.parse(config).hooks();
    if (hooks != null && !hooks.poststop().isEmpty()) {
      var state = SpecWriter.compact(record.hookState(Status.STOPPED));
      var files = new CrunAnnotations(record.annotations()).hookFiles();
      new HostHooks(host.kernel(), caller, files)
          .runPoststop(hooks.poststop(), state, Path.of(record.bundle()), host.warnings());
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
      process.signal(Abi.SIGKILL);
      host.cgroups().open(record.cgroupPaths()).thaw();
      if (!process.awaitEnd(DEATH_MILLIS)) {
        throw new StateFailure(record.id(), "container init still running");
      }
    }
  }
}
