package org.jrunc.core.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.cgroup.CgroupPlan;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.compile.ExecutablePaths;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.hook.Captured;
import org.jrunc.core.hook.HookFailures;
import org.jrunc.core.hook.HostHooks;
import org.jrunc.core.hook.InnerHooks;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.launch.Report;
import org.jrunc.core.launch.ReportStream;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.StateStore;
import org.jrunc.core.state.Status;
import org.jrunc.spec.Hook;
import org.jrunc.spec.Spec;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.Linux;

/**
 * Starts a created container: opens the fifo on which its process waits, and reads from it until it
 * says that it failed or, by closing it on execve(2), that it did not.
 */
final class Starting {
  private static final String KIND = "startContainer";

  private final Host host;
  private final Kernel kernel;
  private final StateStore store;
  private final Caller caller;
  private final Phases phases;

  Starting(Host host, Caller caller) {
    this.host = host;
    this.kernel = host.kernel();
    this.store = host.store();
    this.caller = caller;
    this.phases = host.phases();
  }

  /**
   * Starts a container.
   *
   * @param started the fifo, open already, of a process that does not wait
   */
  void start(StateLock lock, StateRecord record, Optional<Fd> started) {
    var fifo = store.fifo(lock.id());
    try (var process =
            Pidfd.open(kernel, record.pid(), record.startTime()).orElseThrow(InitFailures::died);
        var open =
            started.orElseGet(() -> kernel.open(fifo, OpenFlags.READ | OpenFlags.NON_BLOCKING))) {
      follow(open, process, lock, record);
    }
    phases.reached(Phase.EXECUTED);
    kernel.unlink(fifo);
    if (record.hooks()) {
      runPoststart(spec(lock), record);
    }
  }

  /** Most starts need nothing of it. */
  private Spec spec(StateLock lock) {
    return Bundle.parse(store.config(lock.id()));
  }

  private void follow(Fd fifo, Pidfd process, StateLock lock, StateRecord record) {
    long begun = 0;
    int choice = 0;
    while (true) {
      awaitNews(fifo, process);
      switch (ReportStream.read(kernel, fifo)) {
        case Report.Started started -> {
          choice = started.choice();
          begun = kernel.monotonicNanos();
          phases.reached(Phase.RELEASED);
        }
        case Report.Failed(int operation, int errno) ->
            throw failure(spec(lock), choice, errno, fifo, process);
        case Report.HookDone hook -> throw hookFailure(spec(lock), hook, begun, lock);
        case Report.Closed() -> {
          if (begun != 0) {
            return;
          }
          if (process.awaitEnd(0)) {
            throw died(spec(lock), record);
          }
        }
        default -> throw InitFailures.died();
      }
    }
  }

  private InitFailure died(Spec spec, StateRecord record) {
    var given = spec.linux();
    var linux = given == null ? Linux.EMPTY : given;
    var cgroup = host.cgroups().open(record.cgroupPaths());
    var limit = CgroupPlan.of(cgroup.layout(), linux).memoryLimit();
    return InitFailures.died(limit, cgroup.memoryKills(), linux.seccomp() != null);
  }

  /**
   * A hook may take for ever; without a caller nobody waits for it, and the lock has to be free.
   */
  private void awaitNews(Fd fifo, Pidfd process) {
    var watched = new ArrayList<>(List.of(fifo, process.fd()));
    caller.lifeline().ifPresent(watched::add);
    var ready = kernel.awaitReadable(-1, watched);
    if (!ready.contains(fifo) && !ready.contains(process.fd())) {
      throw new ClientGone();
    }
  }

  /**
   * After the fifo only execve can fail: of the program, or of a hook that could not be executed,
   * which the process that waits for the hook then reports too.
   */
  private RuntimeFailure failure(Spec spec, int choice, int errno, Fd fifo, Pidfd process) {
    if (!hooks(spec).isEmpty()) {
      awaitNews(fifo, process);
      if (ReportStream.read(kernel, fifo) instanceof Report.HookDone hook) {
        var outcome = new HookOutcome.NotExecuted(errno);
        var culprit = hooks(spec).get(hook.index());
        return HookFailures.of(KIND, hook.index(), culprit, outcome, Duration.ZERO, "");
      }
    }
    var init = spec.process();
    var path = init == null ? "" : ExecutablePaths.of(init).get(choice);
    return InitFailure.ofProgram("exec " + path + ": " + Errno.textOf(errno), errno);
  }

  /** The time is that since the first of them began: nothing tells when a later one did. */
  private HookFailure hookFailure(Spec spec, Report.HookDone report, long begun, StateLock lock) {
    var spent = Duration.ofNanos(kernel.monotonicNanos() - begun);
    try (var output = kernel.open(lock.directory().resolve(Channels.OUTPUT), OpenFlags.READ)) {
      return InnerHooks.failure(KIND, hooks(spec), report, spent, Captured.tail(kernel, output));
    }
  }

  private static List<Hook> hooks(Spec spec) {
    return spec.hooks() == null ? List.of() : spec.hooks().startContainer();
  }

  /** A poststart hook that fails takes the container with it, as in runc. */
  private void runPoststart(Spec spec, StateRecord record) {
    var hooks = spec.hooks();
    if (hooks == null || hooks.poststart().isEmpty()) {
      return;
    }
    try {
      new HostHooks(kernel, caller, new CrunAnnotations(record.annotations()).hookFiles())
          .run(
              "poststart",
              hooks.poststart(),
              SpecWriter.compact(record.hookState(Status.RUNNING)),
              Path.of(record.bundle()));
      phases.reached(Phase.POSTSTART_HOOKS_RUN);
    } catch (RuntimeFailure e) {
      Pidfd.open(kernel, record.pid(), record.startTime())
          .ifPresent(
              process -> {
                process.signal(Abi.SIGKILL);
                process.close();
              });
      throw e;
    }
  }
}
