package org.jrunc.core.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.criu.CriuProcess;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.hook.HookOutput;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.Stage;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.Timestamp;
import org.jrunc.spec.Hooks;
import org.jrunc.spec.linux.NamespaceType;

/** The beginning of every container: reads its bundle, draws up its plan, and has it made. */
final class Launching {
  private static final String OCI_VERSION = "1.3.0";

  private final Host host;

  Launching(Host host) {
    this.host = host;
  }

  /** Makes a container whose process waits to be started. */
  Made make(Caller caller, CreateRequest request) {
    var id = new ContainerId(request.id());
    PreservedDescriptors.require(
        caller, PreservedDescriptors.listening(caller), request.preserveDescriptors());
    var bundle = Bundle.open(request.bundle(), request.config());
    host.phases().reached(Phase.BUNDLE_READ);
    requireConsole(bundle, request);
    requireUserNamespace(bundle);
    var blueprint = Blueprint.draw(host, caller, bundle, options(caller, request));
    JoinedNamespaces.check(host.kernel(), bundle.spec());
    requireCaller(caller);
    var lock = host.store().create(id);
    blueprint.plan().warnings().forEach(host.warnings());
    Channels channels;
    try {
      channels = channels(caller, request, blueprint, lock);
    } catch (RuntimeException | Error e) {
      host.store().remove(lock);
      throw e;
    }
    host.phases().reached(Phase.STATE_MADE);
    var cgroup = host.cgroups().planned(blueprint.cgroups().layout());
    var record = record(id, blueprint, request.keyring());
    try {
      var creation = new Creation(host, caller, blueprint, cgroup, lock, channels, record);
      return new Made(lock, creation.make(host, request), channels);
    } catch (RuntimeException | Error e) {
      channels.close();
      throw e;
    }
  }

  /**
   * Makes a container from images, which runs then.
   *
   * @return its record, and the master of its terminal if nobody else was to get it
   */
  Restoring.Restored restore(Caller caller, RestoreRequest request) {
    var id = new ContainerId(request.container().id());
    var bundle = Bundle.open(request.container().bundle(), request.container().config());
    host.phases().reached(Phase.BUNDLE_READ);
    requireConsole(bundle, request.container());
    var blueprint = Blueprint.draw(host, caller, bundle, options(caller, request.container()));
    var program = CriuProcess.program(caller);
    requireCaller(caller);
    try (var lock = host.store().create(id)) {
      host.phases().reached(Phase.STATE_MADE);
      // CRIU leaves the processes in the session keyring that they are made in.
      var record = record(id, blueprint, false);
      return new Restoring(host, caller, program, request, blueprint, lock, record).make();
    }
  }

  private Channels channels(
      Caller caller, CreateRequest request, Blueprint blueprint, StateLock lock) {
    var process = blueprint.bundle().spec().process();
    boolean terminal = process != null && process.terminal();
    var hooks = blueprint.hooks();
    boolean inside = !hooks.createContainer().isEmpty() || !hooks.startContainer().isEmpty();
    var files = inside ? blueprint.hookFiles() : HookOutput.NO_FILES;
    var directory = blueprint.bundle().directory();
    try (var output = HookOutput.open(host.kernel(), caller, files, directory)) {
      var outputs = inside ? Optional.of(output) : Optional.<HookOutput>empty();
      boolean atOnce = !terminal && needsNoStart(caller, request);
      return Channels.open(host.kernel(), host.store(), lock, request, terminal, atOnce, outputs);
    }
  }

  /** Of {@code run}, whose caller wants nothing done between the creation and the start. */
  private static boolean needsNoStart(Caller caller, CreateRequest request) {
    return !request.detach() && request.pidFile().isEmpty() && !Readiness.concerns(caller);
  }

  /** Who ends a command and then deletes the container must not see it come after that. */
  private void requireCaller(Caller caller) {
    var lifeline = caller.lifeline();
    if (lifeline.isPresent()
        && !host.kernel().awaitReadable(0, List.of(lifeline.get())).isEmpty()) {
      throw new ClientGone();
    }
  }

  /** A user without privileges has none but in a user namespace. */
  private void requireUserNamespace(Bundle bundle) {
    var linux = bundle.spec().linux();
    if (host.kernel().effectiveUser() != 0 && (linux == null || !linux.has(NamespaceType.USER))) {
      throw new SpecFailure("/linux/namespaces", "rootless container requires user namespaces");
    }
  }

  private static void requireConsole(Bundle bundle, CreateRequest request) {
    var process = bundle.spec().process();
    boolean terminal = process != null && process.terminal();
    if (terminal && request.detach() && request.consoleSocket().isEmpty()) {
      throw new SpecFailure(
          "/process/terminal",
          "cannot allocate tty if runc will detach without setting console socket");
    }
    if (request.consoleSocket().isPresent() && (!terminal || !request.detach())) {
      throw new SpecFailure(
          "/process/terminal", "cannot use console socket if runc will not detach or allocate tty");
    }
  }

  /** What a request asks of the plan. */
  LaunchOptions options(Caller caller, CreateRequest request) {
    int listen = PreservedDescriptors.listening(caller);
    return new LaunchOptions(
        request.id(),
        request.bundle().toString(),
        request.preserveDescriptors() + listen,
        request.pivot(),
        request.keyring(),
        listen,
        Readiness.directory(host.store(), caller, new ContainerId(request.id())));
  }

  /** What is known of a container before it is made. */
  StateRecord record(ContainerId id, Blueprint blueprint, boolean keyring) {
    var bundle = blueprint.bundle();
    var linux = bundle.spec().linux();
    return new StateRecord(
        id.value(),
        Stage.CREATING,
        0,
        0,
        Timestamp.of(Instant.now()),
        bundle.directory().toString(),
        FactsGatherer.rootfs(bundle),
        OCI_VERSION,
        bundle.spec().annotations(),
        host.kernel().effectiveUser(),
        linux != null && linux.hasNew(NamespaceType.PID),
        "cgroupfs",
        blueprint.cgroups().layout().labels(),
        Map.of(),
        List.of(),
        !Hooks.NONE.equals(blueprint.hooks()),
        !keyring);
  }
}
