package org.jrunc.core.container;

import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.Command;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.KernelLiveness;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;
import org.jrunc.core.state.Transitions;

/** Runs another process in a container: {@code exec}. */
final class Executing {
  private final Host host;
  private final KernelLiveness liveness;
  private final Caller caller;

  Executing(Host host, KernelLiveness liveness, Caller caller) {
    this.host = host;
    this.liveness = liveness;
    this.caller = caller;
  }

  /**
   * Runs it, and stays with it unless it is to be left alone.
   *
   * @return its exit status, 128 and the signal's number added if a signal ended it; 0 if it is
   *     left alone
   */
  int execute(ExecRequest request) {
    var record = found(request);
    PreservedDescriptors.require(caller, 0, request.preserveDescriptors());
    try (var init = first(record)) {
      return execute(request, record, init);
    }
  }

  /** What {@link #execute} would do. */
  ExecBlueprint explain(ExecRequest request) {
    var record = found(request);
    try (var init = first(record)) {
      return draw(request, record, init);
    }
  }

  private StateRecord found(ExecRequest request) {
    var id = new ContainerId(request.id());
    var record = host.store().load(id);
    var command = request.ignorePaused() ? Command.EXEC_IGNORING_PAUSE : Command.EXEC;
    Transitions.require(command, id, Status.of(record, liveness));
    host.phases().reached(Phase.CONTAINER_FOUND);
    return record;
  }

  private Pidfd first(StateRecord record) {
    return Pidfd.open(host.kernel(), record.pid(), record.startTime())
        .orElseThrow(() -> new StateFailure(record.id(), "cannot exec in a stopped container"));
  }

  private ExecBlueprint draw(ExecRequest request, StateRecord record, Pidfd init) {
    var container = Bundle.parse(host.store().config(new ContainerId(record.id())));
    return ExecBlueprint.draw(host, caller, record, init, container, request);
  }

  private int execute(ExecRequest request, StateRecord record, Pidfd init) {
    var blueprint = draw(request, record, init);
    requireConsole(blueprint.terminal(), request);
    blueprint.plan().warnings().forEach(host.warnings());
    Pidfd process;
    Optional<Fd> master;
    try (var channels =
        JoinChannels.open(host.kernel(), init, blueprint.terminal(), request.consoleSocket())) {
      process =
          new Joining(host, caller, record, blueprint, request).start(host.executor(), channels);
      master = request.detach() ? Optional.empty() : channels.receiveMaster();
    }
    try (process) {
      return request.detach() ? 0 : attend(process, master);
    } finally {
      master.ifPresent(Fd::close);
    }
  }

  /** If the caller is killed, nobody will take what the process says: it goes too. */
  private int attend(Pidfd process, Optional<Fd> master) {
    try {
      int code = caller.attach(process.pid(), master).shellCode();
      host.phases().reached(Phase.PROGRAM_ENDED);
      return code;
    } catch (RuntimeException | Error e) {
      process.signal(Abi.SIGKILL);
      throw e;
    }
  }

  private static void requireConsole(boolean terminal, ExecRequest request) {
    if (terminal && request.detach() && request.consoleSocket().isEmpty()) {
      throw new SpecFailure(
          "", "cannot allocate tty if runc will detach without setting console socket");
    }
    if (request.consoleSocket().isPresent() && (!terminal || !request.detach())) {
      throw new SpecFailure(
          "", "cannot use console socket if runc will not detach or allocate tty");
    }
  }
}
