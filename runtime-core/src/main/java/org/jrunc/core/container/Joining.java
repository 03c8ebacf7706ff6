package org.jrunc.core.container;

import java.nio.file.Path;
import java.time.Duration;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.console.ConsoleSocket;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.seccomp.SeccompAgent;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;
import org.jspecify.annotations.Nullable;

/** One process on its way into a container: the engine's side. Whatever fails, it is killed. */
final class Joining {
  private static final String PREFIX = InitFailures.EXEC_PREFIX;

  private final Kernel kernel;
  private final Phases phases;
  private final Caller caller;
  private final StateRecord record;
  private final ExecBlueprint blueprint;
  private final ExecRequest request;
  private @Nullable Pidfd process;
  private boolean ready;

  Joining(
      Host host, Caller caller, StateRecord record, ExecBlueprint blueprint, ExecRequest request) {
    this.kernel = host.kernel();
    this.phases = host.phases();
    this.caller = caller;
    this.record = record;
    this.blueprint = blueprint;
    this.request = request;
  }

  /** Starts it; returns when it executes its program. The pidfd is the caller's to close. */
  Pidfd start(ExecutorImage executor, JoinChannels channels) {
    int base = blueprint.program().reportDescriptor();
    try (var link =
        ExecutorLink.spawn(
            kernel, caller, executor, blueprint.encoded(), base, channels.layout(), false)) {
      phases.reached(Phase.EXECUTOR_SPAWNED);
      while (!answer(link.awaitInOrder(), link)) {
        // Until it executes.
      }
      var started = requireProcess();
      phases.reached(Phase.EXECUTED);
      request.pidFile().ifPresent(file -> PidFile.write(kernel, file, started.pid(), caller));
      return started;
    } catch (RuntimeException | Error e) {
      kill(e);
      throw e;
    }
  }

  /** Does what a report asks for; true when the process executes its program. */
  private boolean answer(Report report, ExecutorLink link) {
    switch (report) {
      case Report.Pid(int pid) -> adopt(pid);
      case Report.Ready() -> {
        prepare(requireProcess());
        ready = true;
        phases.reached(Phase.READY);
        link.go();
      }
      case Report.Listener(int descriptor) -> {
        handOver(descriptor);
        link.go();
      }
      case Report.Failed(int operation, int errno) ->
          throw InitFailures.of(PREFIX, blueprint.program(), operation, errno, Duration.ZERO);
      case Report.Closed() -> {
        // Only once it is ready has it got our word that it may.
        if (!ready) {
          throw died();
        }
        return true;
      }
      default -> throw died();
    }
    return false;
  }

  private void adopt(int pid) {
    caller.inherit(pid);
    process = Pidfd.open(kernel, pid).orElseThrow(Joining::died);
    phases.reached(Phase.PROCESS_BORN);
  }

  private void prepare(Pidfd joined) {
    for (var step : blueprint.plan().only(HostStep.SetOomScoreAdj.class)) {
      OomScore.set(PREFIX, joined.pid(), step);
    }
    for (var step : blueprint.plan().only(HostStep.SetRlimit.class)) {
      limit(joined, step);
    }
    request
        .pidfdSocket()
        .ifPresent(socket -> ConsoleSocket.sendProcess(kernel, socket, joined, "setns"));
  }

  private void limit(Pidfd joined, HostStep.SetRlimit step) {
    try {
      kernel.limit(joined.pid(), step.resource(), step.soft(), step.hard());
    } catch (SyscallFailure e) {
      throw InitFailures.limit(PREFIX, step, e.errno());
    }
  }

  private void handOver(int listener) {
    for (var step : blueprint.plan().only(SyncStep.HandOverListener.class)) {
      var joined = requireProcess();
      try (var copy = joined.copyOf(listener)) {
        SeccompAgent.at(kernel, Path.of(step.socket()))
            .send(
                copy, blueprint.listenerMetadata(), joined.pid(), record.hookState(Status.RUNNING));
      }
    }
  }

  private Pidfd requireProcess() {
    if (process == null) {
      throw died();
    }
    return process;
  }

  private static RuntimeFailure died() {
    return InitFailures.died(PREFIX);
  }

  private void kill(Throwable reason) {
    try {
      if (process != null) {
        process.signal(Abi.SIGKILL);
        process.close();
      }
    } catch (RuntimeFailure e) {
      reason.addSuppressed(e);
    }
  }
}
