package org.jrunc.core.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.ExtendedRegex;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.state.Command;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.KernelLiveness;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Status;
import org.jrunc.core.state.Transitions;
import org.jrunc.spec.Mount;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.state.ContainerState;

/**
 * The containers of one root, and what can be done with them: the operations of runtime.md. Every
 * method throws a {@link RuntimeFailure} if it cannot do what it says, and has then undone what it
 * began.
 */
public final class Containers {
  private final Host host;
  private final KernelLiveness liveness;

  /** The containers of a host's root. */
  public Containers(Host host) {
    this.host = host;
    this.liveness = new KernelLiveness(host.kernel(), host.store());
  }

  /** What {@code create} would do, without doing it. Needs no privileges. */
  public Blueprint explain(Caller caller, CreateRequest request) {
    var bundle = Bundle.open(request.bundle(), request.config());
    return Blueprint.draw(host, caller, bundle, new Launching(host).options(caller, request));
  }

  /** What {@link #execute} would do, without doing it. */
  public ExecBlueprint explain(Caller caller, ExecRequest request) {
    return new Executing(host, liveness, caller).explain(request);
  }

  /** Makes a container whose process waits for {@link #start}. */
  public void create(Caller caller, CreateRequest request) {
    try (var made = new Launching(host).make(caller, request)) {
      made.finish();
    }
  }

  /** Makes a container, starts it and returns. */
  public void runDetached(Caller caller, CreateRequest request) {
    try (var readiness = new Readiness(host, caller)) {
      StateRecord record;
      try (var made = new Launching(host).make(caller, request)) {
        startOrRemove(caller, made, readiness);
        record = made.record();
      }
      readiness.tryAwait(record);
    }
  }

  /**
   * Makes a container, starts it and stays with it until it ends.
   *
   * @return its exit status, 128 and the signal's number added if a signal ended it
   */
  public int run(Caller caller, CreateRequest request) {
    try (var readiness = new Readiness(host, caller)) {
      StateRecord record;
      Optional<Fd> master;
      try (var made = new Launching(host).make(caller, request)) {
        record = made.record();
        master = made.channels().receiveMaster();
        startOrRemove(caller, made, readiness);
      }
      readiness.awaitMeanwhile(record);
      return stay(caller, request, record.pid(), master);
    }
  }

  private int stay(Caller caller, CreateRequest request, int pid, Optional<Fd> master) {
    try {
      int code = caller.attach(pid, master).shellCode();
      host.phases().reached(Phase.PROGRAM_ENDED);
      return code;
    } finally {
      master.ifPresent(Fd::close);
      if (!request.keep()) {
        delete(caller, request.id(), true);
      }
    }
  }

  /** Writes the processes of a container to images; unless they go on, the container is removed. */
  public void checkpoint(Caller caller, CheckpointRequest request) {
    try (var lock = host.store().lock(new ContainerId(request.id()))) {
      var record = require(lock, Command.CHECKPOINT);
      var config = host.store().config(lock.id());
      new Checkpointing(host, caller, request, record, config).run();
      if (!request.goesOn()) {
        new Removal(host, caller).remove(lock, record);
      }
    }
  }

  /** Makes a container from images and returns. */
  public void restoreDetached(Caller caller, RestoreRequest request) {
    new Launching(host).restore(caller, request);
  }

  /**
   * Makes a container from images and stays with it until it ends.
   *
   * @return its exit status, 128 and the signal's number added if a signal ended it
   */
  public int restore(Caller caller, RestoreRequest request) {
    var restored = new Launching(host).restore(caller, request);
    try {
      int code = caller.attach(restored.record().pid(), restored.master()).shellCode();
      host.phases().reached(Phase.PROGRAM_ENDED);
      return code;
    } finally {
      restored.master().ifPresent(Fd::close);
      delete(caller, request.container().id(), true);
    }
  }

  private void startOrRemove(Caller caller, Made made, Readiness readiness) {
    try {
      readiness.listen(made.lock());
      new Starting(host, caller).start(made.lock(), made.record(), made.channels().start());
    } catch (RuntimeException | Error e) {
      new Removal(host, caller).remove(made.lock(), made.record());
      throw e;
    }
  }

  /** Lets a created container execute its program. */
  public void start(Caller caller, String id) {
    try (var readiness = new Readiness(host, caller)) {
      StateRecord record;
      try (var lock = host.store().lock(new ContainerId(id))) {
        record = require(lock, Command.START);
        readiness.listen(lock);
        new Starting(host, caller).start(lock, record, Optional.empty());
      }
      readiness.await(record);
    }
  }

  /** The state of a container. */
  public ContainerState state(String id) {
    return document(host.store().load(new ContainerId(id)), "");
  }

  /**
   * Sends a signal to a container's process.
   *
   * @param endedIsFine whether it is fine if the process has ended and there are no others
   */
  public void kill(String id, int signal, boolean endedIsFine) {
    var containerId = new ContainerId(id);
    var record = host.store().load(containerId);
    var status = Status.of(record, liveness);
    var killing = new Killing(host);
    if (!killing.concernsOthers(record, signal)) {
      if (endedIsFine && status == Status.STOPPED) {
        return;
      }
      Transitions.require(Command.KILL, containerId, status);
    }
    host.phases().reached(Phase.CONTAINER_FOUND);
    killing.kill(record, signal, status);
    host.phases().reached(Phase.SIGNAL_SENT);
  }

  /**
   * Runs another process in a container, and stays with it until it ends unless it is to be left
   * alone.
   *
   * @return its exit status, 128 and the signal's number added if a signal ended it; 0 if it is
   *     left alone
   */
  public int execute(Caller caller, ExecRequest request) {
    return new Executing(host, liveness, caller).execute(request);
  }

  /**
   * Removes what a container left.
   *
   * @param force whether it is killed first, and it is fine if there is none
   */
  public void delete(Caller caller, String id, boolean force) {
    var containerId = new ContainerId(id);
    StateLock lock;
    try {
      lock = force ? lockByForce(containerId) : host.store().lock(containerId);
    } catch (StateFailure e) {
      if (force) {
        return;
      }
      throw e;
    }
    try (lock) {
      var found = host.store().find(containerId);
      if (found.isEmpty()) {
        // Left by a runtime that died before it had written anything.
        host.store().remove(lock);
        if (!force) {
          throw new StateFailure(id, "container does not exist");
        }
        return;
      }
      var command = force ? Command.FORCE_DELETE : Command.DELETE;
      Transitions.require(command, containerId, Status.underLock(found.get(), liveness));
      host.phases().reached(Phase.CONTAINER_FOUND);
      new Removal(host, caller).remove(lock, found.get());
    }
  }

  private StateLock lockByForce(ContainerId id) {
    return host.store()
        .lockIfFree(id)
        .orElseGet(
            () -> {
              endWhatHoldsTheLock(id);
              return host.store().lock(id);
            });
  }

  /** A start that waits for a hook in the container keeps the lock until that ends. */
  private void endWhatHoldsTheLock(ContainerId id) {
    var record = host.store().find(id);
    if (record.isPresent() && Status.of(record.get(), liveness) == Status.CREATED) {
      try {
        kill(id.toString(), Abi.SIGKILL, true);
      } catch (StateFailure | CgroupFailure endedMeanwhile) {
        return;
      }
    }
  }

  /** Stops all processes of a container where they are. */
  public void pause(String id) {
    try (var lock = host.store().lock(new ContainerId(id))) {
      var record = require(lock, Command.PAUSE);
      host.cgroups().open(record.cgroupPaths()).freeze();
      host.phases().reached(Phase.FROZEN);
    }
  }

  /**
   * Lets the processes of a paused container go on. Takes no lock: a command may hold it that waits
   * for one of them.
   */
  public void resume(String id) {
    var containerId = new ContainerId(id);
    var record = host.store().load(containerId);
    Transitions.require(Command.RESUME, containerId, Status.of(record, liveness));
    host.phases().reached(Phase.CONTAINER_FOUND);
    host.cgroups().open(record.cgroupPaths()).thaw();
    host.phases().reached(Phase.THAWED);
  }

  /** The pids of all processes of a container, also of those in cgroups that it made itself. */
  public List<Integer> processes(String id) {
    var record = host.store().load(new ContainerId(id));
    return host.cgroups().open(record.cgroupPaths()).pids();
  }

  /**
   * The processes of a container as ps(1) shows them, run by the caller.
   *
   * @param arguments those of ps; it has to print pids
   */
  public String processTable(Caller caller, String id, List<String> arguments) {
    return new ProcessTable(host.kernel(), caller).of(processes(id), arguments);
  }

  /** Changes limits of a container; what is not asked for stays. */
  public void update(UpdateRequest request) {
    try (var lock = host.store().lock(new ContainerId(request.id()))) {
      var record = require(lock, Command.UPDATE);
      new Updating(host).update(lock, record, request);
      host.phases().reached(Phase.LIMITS_CHANGED);
    }
  }

  /** Adds mounts to a container, in their order: all of them or none. */
  public void addMounts(Caller caller, String id, List<Mount> mounts) {
    try (var lock = host.store().lock(new ContainerId(id))) {
      var record = require(lock, Command.MOUNTS);
      LiveMounts.add(host, caller, record, Bundle.parse(host.store().config(lock.id())), mounts);
      host.phases().reached(Phase.MOUNTS_CHANGED);
    }
  }

  /** Takes away what is mounted in a container at the destinations of mounts, in their order. */
  public void removeMounts(Caller caller, String id, List<Mount> mounts) {
    try (var lock = host.store().lock(new ContainerId(id))) {
      var record = require(lock, Command.MOUNTS);
      LiveMounts.remove(host, caller, record, Bundle.parse(host.store().config(lock.id())), mounts);
      host.phases().reached(Phase.MOUNTS_CHANGED);
    }
  }

  /** The content of a file that a caller names, at most 16 MiB; {@code -} is its input. */
  public byte[] read(Caller caller, String name) {
    return new CallerFile(host.kernel(), caller).read(name);
  }

  /** What a container uses. */
  public Statistics statistics(String id) {
    return watching(id).statistics();
  }

  /**
   * Tells a listener what a container uses, and when it wants for memory, until the container is
   * removed or nobody reads the caller's standard output any more.
   *
   * @param interval from one look at what it uses to the next, and to the first
   */
  public void watch(Caller caller, String id, Duration interval, EventListener listener) {
    watching(id).follow(caller, interval, listener);
  }

  private Watching watching(String id) {
    var containerId = new ContainerId(id);
    var record = host.store().load(containerId);
    Transitions.require(Command.EVENTS, containerId, Status.of(record, liveness));
    return new Watching(host, record);
  }

  /**
   * The state of every container, sorted by id.
   *
   * @param complaints takes a line for each container whose state cannot be told
   */
  public List<ContainerState> list(Consumer<String> complaints) {
    var states = new ArrayList<ContainerState>();
    for (var name : host.store().names()) {
      try {
        var id = new ContainerId(name);
        var record = host.store().find(id);
        if (record.isPresent()) {
          states.add(document(record.get(), Owners.name(record.get().owner())));
        } else if (!host.store().isInTheMaking(id)) {
          complaints.accept("load container " + id + ": container does not exist");
        }
      } catch (RuntimeFailure e) {
        complaints.accept("load container " + name + ": " + e.getMessage());
      }
    }
    return states;
  }

  /**
   * The ids that an expression matches or a part of which it does, sorted.
   *
   * @param pattern an extended regular expression, regex(7)
   */
  public List<String> matching(String pattern) {
    var ids = new ArrayList<String>();
    try (var regex = ExtendedRegex.of(pattern)) {
      for (var id : host.store().list()) {
        if (regex.matches(id.value())) {
          ids.add(id.value());
        }
      }
    }
    return ids;
  }

  private ContainerState document(StateRecord record, String owner) {
    return record.document(Status.of(record, liveness), owner);
  }

  private StateRecord require(StateLock lock, Command command) {
    var record = host.store().load(lock.id());
    Transitions.require(command, lock.id(), Status.underLock(record, liveness));
    host.phases().reached(Phase.CONTAINER_FOUND);
    return record;
  }

  /** The directory that states are kept in. */
  public Path root() {
    return host.store().root();
  }
}
