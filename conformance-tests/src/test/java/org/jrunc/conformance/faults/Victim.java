package org.jrunc.conformance.faults;

import java.util.Optional;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;

/** A process that takes part in a command and can be killed in the middle of it. */
enum Victim {
  CLIENT,
  ENGINE,
  EXECUTOR;

  /** Kills it with SIGKILL, if it is there. */
  void kill(OciRuntime runtime, Bundle bundle, Command.Running command) {
    switch (this) {
      case CLIENT -> command.process().destroyForcibly();
      case ENGINE -> Engine.all(runtime).forEach(Engine::kill);
      case EXECUTOR -> executor(bundle).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The first process in the container's cgroup: the executor, or what it has become. */
  private static Optional<ProcessHandle> executor(Bundle bundle) {
    return Cgroups.processes(bundle.cgroup()).stream()
        .sorted()
        .findFirst()
        .flatMap(ProcessHandle::of);
  }
}
