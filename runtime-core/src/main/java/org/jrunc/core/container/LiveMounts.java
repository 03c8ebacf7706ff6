package org.jrunc.core.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.compile.Descriptors;
import org.jrunc.core.compile.HostFacts;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.compile.LiveMountCompiler;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.launch.LocalCaller;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.Operation;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramEncoder;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;
import org.jrunc.spec.check.SpecChecker;
import org.jrunc.spec.linux.NamespaceType;

/**
 * Adds mounts to a container that runs, and takes mounts away. A process that enters its mount
 * namespace does it; if it cannot add one, those that it has added go again.
 */
final class LiveMounts {
  private static final String DOCUMENT = " of the mounts given";

  private final Host host;
  private final Caller caller;
  private final StateRecord record;
  private final Pidfd init;
  private final Spec container;

  /** The process that was started last. */
  private int started;

  private LiveMounts(Host host, Caller caller, StateRecord record, Pidfd init, Spec container) {
    this.host = host;
    this.caller = caller;
    this.record = record;
    this.init = init;
    this.container = container;
  }

  /** Adds mounts, in their order. */
  static void add(
      Host host, Caller caller, StateRecord record, Spec container, List<Mount> mounts) {
    with(host, caller, record, container, live -> live.add(mounts));
  }

  /** Takes away what is mounted at the destinations of mounts, in their order. */
  static void remove(
      Host host, Caller caller, StateRecord record, Spec container, List<Mount> mounts) {
    with(host, caller, record, container, live -> live.remove(mounts));
  }

  private interface Change {
    void perform(LiveMounts live);
  }

  private static void with(
      Host host, Caller caller, StateRecord record, Spec container, Change change) {
    try (var init =
        Pidfd.open(host.kernel(), record.pid(), record.startTime())
            .orElseThrow(() -> new StateFailure(record.id(), "container not running"))) {
      change.perform(new LiveMounts(host, caller, record, init, container));
    } catch (SpecFailure e) {
      if (!e.pointer().startsWith("/mounts/")) {
        throw e;
      }
      throw new SpecFailure("", e.problem() + " (from " + e.pointer() + DOCUMENT + ")");
    }
  }

  private void add(List<Mount> mounts) {
    var spec = container.withMounts(mounts);
    for (var violation : SpecChecker.check(spec)) {
      throw new SpecFailure(violation.pointer(), violation.message());
    }
    var directory = Path.of(record.bundle());
    var facts = new MountFacts(host.kernel(), directory, mounts);
    var root = Path.of("/proc/" + record.pid() + "/root");
    var namespaces = new RunningFacts(host.kernel(), caller, record).namespaces(spec);
    if (!namespaces.contains(NamespaceType.MOUNT)) {
      throw new StateFailure(record.id(), "the container has no mounts of its own");
    }
    var user =
        namespaces.contains(NamespaceType.USER)
            ? Optional.of("/proc/" + record.pid() + "/ns/user")
            : Optional.<String>empty();
    var plan =
        LiveMountCompiler.addition(
            spec,
            HostFacts.ofMounts(facts.sources(), facts.tmpfsModes(root, Map.of())),
            LaunchOptions.of(record.id(), record.bundle()),
            namespaces,
            user);
    var program = lower(plan);
    try {
      run(program, caller);
    } catch (Refused e) {
      takeBack(attached(program, e.operation), e);
      throw e.reason;
    }
  }

  private void remove(List<Mount> mounts) {
    try {
      run(lower(LiveMountCompiler.removal(mounts)), caller);
    } catch (Refused e) {
      throw e.reason;
    }
  }

  private void takeBack(List<Mount> added, Refused refusal) {
    if (added.isEmpty()) {
      return;
    }
    var removal = lower(LiveMountCompiler.removal(added));
    try {
      try {
        run(removal, caller);
      } catch (ClientGone e) {
        runOurselves(removal);
      }
    } catch (Refused e) {
      refusal.reason.addSuppressed(e.reason);
    } catch (RuntimeFailure e) {
      refusal.reason.addSuppressed(e);
    }
  }

  /** What the operations before this one have attached to a target, the last thing first. */
  private static List<Mount> attached(Program program, int operation) {
    var targets = new ArrayList<Mount>();
    for (int i = 0; i < operation; i++) {
      if (program.operations().get(i) instanceof Operation.Call call
          && call.syscall() == Syscall.MOVE_MOUNT) {
        var target =
            switch (program.steps().get(i)) {
              case MountStep.BindMount bind -> bind.target();
              case MountStep.MountFilesystem filesystem -> filesystem.target();
              case MountStep.CopyUp copyUp -> copyUp.mount().target();
              default -> "";
            };
        if (!target.isEmpty()) {
          targets.addFirst(new Mount(target, null, null, List.of(), List.of(), List.of()));
        }
      }
    }
    return targets;
  }

  private static Program lower(Plan plan) {
    return Lowering.lower(plan, Descriptors.after(0).sync());
  }

  /** Nobody else is left to do it. */
  private void runOurselves(Program program) throws Refused {
    var directory = Optional.of(Path.of("/"));
    try (var engine = new LocalCaller(host.kernel(), List.of(), Map.of(), directory)) {
      run(program, engine);
    } finally {
      host.kernel().waitFor(started);
    }
  }

  private void run(Program program, Caller starter) throws Refused {
    var encoded =
        ProgramEncoder.encode(program, Architecture.of(System.getProperty("os.arch", "")));
    try (var link =
        ExecutorLink.spawn(
            host.kernel(),
            starter,
            host.executor(),
            encoded,
            program.reportDescriptor(),
            List.of(init.fd()),
            false)) {
      started = link.pid();
      link.disregardCaller();
      link.go();
      var copyUps = new CopyUps(host.kernel(), program, "", DOCUMENT);
      while (!answer(program, link, copyUps)) {
        // Until all is mounted.
      }
    }
  }

  /** Does what a report asks for; true when all is done. */
  private boolean answer(Program program, ExecutorLink link, CopyUps copyUps) throws Refused {
    switch (link.await()) {
      case Report.CopyUp copyUp -> {
        try {
          copyUps.perform(copyUp, link.pid());
        } catch (InitFailure e) {
          throw new Refused(copyUps.operation(), e);
        }
      }
      case Report.Ready() -> {
        link.go();
        return true;
      }
      case Report.Failed(int operation, int errno) ->
          throw new Refused(
              operation, InitFailures.of("", DOCUMENT, program, operation, errno, Duration.ZERO));
      default -> throw new StateFailure(record.id(), "the process that mounts was killed");
    }
    link.go();
    return false;
  }

  /** An operation that the kernel refused. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int operation;
    private final RuntimeFailure reason;

    Refused(int operation, RuntimeFailure reason) {
      super(reason);
      this.operation = operation;
      this.reason = reason;
    }
  }
}
