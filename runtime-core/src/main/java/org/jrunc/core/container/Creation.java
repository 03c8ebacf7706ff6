package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.cgroup.CgroupManager;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.hook.HostHooks;
import org.jrunc.core.hook.InnerHooks;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.ProcessStat;
import org.jrunc.core.network.NetworkDevices;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.rdt.ResourceGroups;
import org.jrunc.core.seccomp.SeccompAgent;
import org.jrunc.core.state.Stage;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.StateStore;
import org.jrunc.core.state.Status;
import org.jrunc.spec.json.SpecWriter;
import org.jspecify.annotations.Nullable;

/**
 * One container in the making: the engine's side of the ladder drawn in program.h. Whatever fails,
 * nothing of the container is left.
 */
final class Creation {
  private final Kernel kernel;
  private final StateStore store;
  private final Caller caller;
  private final Blueprint blueprint;
  private final CgroupManager cgroup;
  private final StateLock lock;
  private final Channels channels;
  private final Ending ending;
  private final Phases phases;
  private final CopyUps copyUps;
  private StateRecord record;
  private @Nullable Pidfd process;
  private boolean ready;

  Creation(
      Host host,
      Caller caller,
      Blueprint blueprint,
      CgroupManager cgroup,
      StateLock lock,
      Channels channels,
      StateRecord record) {
    this.kernel = host.kernel();
    this.store = host.store();
    this.caller = caller;
    this.blueprint = blueprint;
    this.cgroup = cgroup;
    this.lock = lock;
    this.channels = channels;
    this.ending = new Ending(host, caller);
    this.phases = host.phases();
    this.copyUps =
        new CopyUps(kernel, blueprint.program(), InitFailures.PREFIX, InitFailures.CONFIG);
    this.record = record;
  }

  /** Makes the container; it then waits for {@code start}. */
  StateRecord make(Host host, CreateRequest request) {
    try {
      climb(host, request);
      return record;
    } catch (RuntimeException | Error e) {
      ending.undo(e, process, cgroup, lock, record, blueprint.hooks().poststop());
      throw e;
    }
  }

  private void climb(Host host, CreateRequest request) {
    int base = blueprint.program().reportDescriptor();
    try (var link =
        ExecutorLink.spawn(
            kernel,
            caller,
            host.executor(),
            blueprint.encoded(),
            base,
            channels.layout(),
            !request.detach() && request.subreaper(),
            () -> prepare(host))) {
      phases.reached(Phase.EXECUTOR_SPAWNED);
      link.go();
      while (!answer(link.awaitInOrder(), link, request)) {
        // Until it waits for its start.
      }
    }
  }

  /** What the process needs to begin; done while the caller makes it. */
  private void prepare(Host host) {
    store.begin(lock, record, blueprint.bundle().json());
    Readiness.prepare(host, caller, lock);
    cgroup.create(blueprint.cgroups().early());
    phases.reached(Phase.CGROUPS_MADE);
  }

  /** Does what a report asks for; true when the container waits for {@code start}. */
  private boolean answer(Report report, ExecutorLink link, CreateRequest request) {
    switch (report) {
      case Report.Pid(int pid) -> {
        adopt(pid);
        if (blueprint.plan().only(SyncStep.AwaitEngine.class).isEmpty()) {
          return false;
        }
      }
      case Report.Mounted() -> runHostHooks();
      case Report.CopyUp copyUp -> copyUps.perform(copyUp, record.pid());
      case Report.Network network -> moveNetworkDevices(network);
      case Report.Ready() -> {
        prepareStart(request);
        boolean waits = channels.start().isEmpty();
        // A program that nothing holds up must not run before the state is written.
        if (waits) {
          link.go();
        }
        record = record.withStage(Stage.CREATED);
        store.save(lock, record);
        if (waits) {
          return false;
        }
      }
      case Report.Listener(int descriptor) -> handOver(descriptor);
      case Report.Failed(int operation, int errno) ->
          throw InitFailures.of(blueprint.program(), operation, errno, channels.hookTime());
      case Report.HookDone hook -> throw hookFailure(hook);
      case Report.Started started -> throw died();
      case Report.Closed() -> {
        complete(request);
        return true;
      }
    }
    link.go();
    return false;
  }

  private void adopt(int pid) {
    phases.reached(Phase.PROCESS_BORN);
    caller.inherit(pid);
    var found = Pidfd.open(kernel, pid).orElseThrow(this::died);
    process = found;
    var stat = kernel.processStat(pid).orElseThrow(this::died);
    record = record.withProcess(pid, stat.startTime());
    store.save(lock, record);
    IdMaps.settle(blueprint.plan(), pid);
    cgroup.apply(blueprint.cgroups().limits());
    enterResourceGroups(pid);
    for (var step : blueprint.plan().only(HostStep.SetOomScoreAdj.class)) {
      OomScore.set(InitFailures.PREFIX, pid, step);
    }
    writeHookState(Status.CREATING);
    phases.reached(Phase.LIMITS_SET);
  }

  private void enterResourceGroups(int pid) {
    var groups = new ResourceGroups(kernel, blueprint.plan());
    var made = groups.removable();
    if (!made.isEmpty()) {
      // First written down, so that whoever cleans up after us knows of them.
      record = record.withResourceGroups(made);
      store.save(lock, record);
    }
    groups.enter(pid);
  }

  private void moveNetworkDevices(Report.Network network) {
    try (var outside = network.outside();
        var inside = network.inside()) {
      new NetworkDevices(kernel, outside, inside)
          .move(blueprint.plan().only(HostStep.MoveNetworkDevice.class), record.pid());
    }
  }

  private void runHostHooks() {
    phases.reached(Phase.MOUNTED);
    var hooks = blueprint.hooks();
    var runner = new HostHooks(kernel, caller, blueprint.hookFiles());
    var directory = blueprint.bundle().directory();
    try {
      runner.run("prestart", hooks.prestart(), state(Status.CREATING), directory);
      runner.run("createRuntime", hooks.createRuntime(), state(Status.CREATING), directory);
    } catch (HookFailure failure) {
      throw failure.during(InitFailures.PREFIX);
    }
    phases.reached(Phase.HOST_HOOKS_RUN);
  }

  private void prepareStart(CreateRequest request) {
    ready = true;
    phases.reached(Phase.READY);
    blueprint.plan().only(HostStep.SetRlimit.class).forEach(this::limit);
    request.pidfdSocket().ifPresent(socket -> channels.sendPidfd(socket, requireProcess()));
    new CrunAnnotations(blueprint.bundle().spec().annotations())
        .pidfdReceiver()
        .ifPresent(this::sendPidfd);
    writeHookState(Status.CREATED);
  }

  private void sendPidfd(String receiver) {
    try {
      channels.sendPidfd(Path.of(receiver), requireProcess());
    } catch (SyscallFailure e) {
      throw e.from(CrunAnnotations.pidfdReceiverPointer());
    }
  }

  private void handOver(int listener) {
    for (var step : blueprint.plan().only(SyncStep.HandOverListener.class)) {
      try (var copy = requireProcess().copyOf(listener)) {
        var metadata = blueprint.listenerMetadata();
        SeccompAgent.at(kernel, Path.of(step.socket()))
            .send(copy, metadata, record.hookState(Status.CREATING));
      }
    }
  }

  private void limit(HostStep.SetRlimit step) {
    try {
      kernel.limit(record.pid(), step.resource(), step.soft(), step.hard());
    } catch (SyscallFailure e) {
      throw InitFailures.limit(InitFailures.PREFIX, step, e.errno());
    }
  }

  /** The socket was closed: the process waits on the fifo, or does not even wait, or has died. */
  private void complete(CreateRequest request) {
    if (!ready || (channels.start().isEmpty() && isEnding())) {
      throw died();
    }
    request.pidFile().ifPresent(file -> PidFile.write(kernel, file, record.pid(), caller));
    requireProcess().close();
    phases.reached(Phase.CREATED);
  }

  /** Whoever is killed closes its socket too, and only then ends. */
  private boolean isEnding() {
    var stat = kernel.processStat(record.pid());
    return requireProcess().awaitEnd(0) || stat.map(ProcessStat::isEnding).orElse(true);
  }

  private HookFailure hookFailure(Report.HookDone report) {
    var hooks = blueprint.hooks().createContainer();
    return InnerHooks.failure(
            "createContainer", hooks, report, channels.hookTime(), channels.hookOutput())
        .during(InitFailures.PREFIX);
  }

  private InitFailure died() {
    boolean filtered = ready && blueprint.linux().seccomp() != null;
    return InitFailures.died(blueprint.cgroups().memoryLimit(), cgroup.memoryKills(), filtered);
  }

  private Pidfd requireProcess() {
    if (process == null) {
      throw died();
    }
    return process;
  }

  private String state(Status status) {
    return SpecWriter.compact(record.hookState(status));
  }

  private void writeHookState(Status status) {
    if (channels.haveHookState()) {
      var inside = InnerHooks.seenFromInside(record.hookState(status));
      channels.writeHookState(SpecWriter.compact(inside));
    }
  }
}
