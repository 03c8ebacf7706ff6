package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.cgroup.CgroupManager;
import org.jrunc.core.cgroup.CgroupMembership;
import org.jrunc.core.compile.CriuCompiler;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.console.ConsoleSocket;
import org.jrunc.core.criu.CriuOptions;
import org.jrunc.core.criu.CriuProcess;
import org.jrunc.core.criu.CriuRequest;
import org.jrunc.core.criu.CriuResponse;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.hook.HostHooks;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.Stage;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.StateStore;
import org.jrunc.core.state.Status;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.NamespaceType;
import org.jspecify.annotations.Nullable;

/** Makes a container from images. Whatever fails, nothing of the container is left. */
final class Restoring {
  private static final String LOG = "restore.log";
  private static final String ROOT = "criu-root";
  private static final int ROOT_MODE = 0755;

  private final Host host;
  private final Kernel kernel;
  private final StateStore store;
  private final Caller caller;
  private final Path program;
  private final RestoreRequest request;
  private final Blueprint blueprint;
  private final CgroupManager cgroup;
  private final StateLock lock;
  private StateRecord record;
  private @Nullable Fd master;

  Restoring(
      Host host,
      Caller caller,
      Path program,
      RestoreRequest request,
      Blueprint blueprint,
      StateLock lock,
      StateRecord record) {
    this.host = host;
    this.kernel = host.kernel();
    this.store = host.store();
    this.caller = caller;
    this.program = program;
    this.request = request;
    this.blueprint = blueprint;
    this.cgroup = host.cgroups().planned(blueprint.cgroups().layout());
    this.lock = lock;
    this.record = record;
  }

  /**
   * Makes the container, which then runs.
   *
   * @return its record, and the master of its terminal if nobody else was to get it
   */
  Restored make() {
    try {
      // First of all, for it says whether the cgroup is ours to clean up.
      cgroup.create(blueprint.cgroups().early());
      host.phases().reached(Phase.CGROUPS_MADE);
      store.begin(lock, record, blueprint.bundle().json());
      Readiness.prepare(host, caller, lock);
      restore();
      request
          .container()
          .pidFile()
          .ifPresent(file -> PidFile.write(kernel, file, record.pid(), caller));
      return new Restored(record, Optional.ofNullable(master));
    } catch (RuntimeException | Error e) {
      undo(e);
      throw e;
    }
  }

  /** A container that was restored. */
  record Restored(StateRecord record, Optional<Fd> master) {}

  private void restore() {
    var place = lock.directory().resolve(ROOT);
    var outside = new ArrayList<Fd>();
    kernel.makeDirectory(place, ROOT_MODE);
    try (var directory = ImageDirectory.open(kernel, request.images(), LOG)) {
      var streams = directory.loadDescriptors();
      openNamespaces(outside);
      int first = CriuCompiler.directories(outside.size());
      var plan =
          CriuCompiler.restore(
              program.toString(),
              CriuProcess.environment(caller),
              place.toString(),
              blueprint.bundle().spec(),
              blueprint.plan(),
              blueprint.hasTerminal(),
              directory.paths(),
              first);
      boolean subreaper = !request.container().detach() && request.container().subreaper();
      try (var criu = CriuProcess.start(kernel, caller, host.executor(), plan, outside, subreaper);
          var opened = directory.asOpenedBy(criu, first)) {
        converse(criu, opened.options(place.toString()), streams, opened);
      }
    } finally {
      outside.forEach(Fd::close);
    }
    kernel.removeDirectory(place);
  }

  private void converse(
      CriuProcess criu, CriuOptions options, StreamNames streams, ImageDirectory directory) {
    int version = Criu.version(criu);
    host.phases().reached(Phase.CRIU_STARTED);
    cgroup.join(criu.pid());
    cgroup.apply(blueprint.cgroups().limits());
    options.asSibling();
    addNamespaces(options);
    addCgroups(options, criu.pid());
    addSecurity(options, version);
    addMounts(options);
    Criu.configure(options, blueprint.bundle().spec());
    Criu.lockNetwork(options, request.images(), caller);
    for (int i = 0; i < streams.names().size(); i++) {
      if (streams.isPipe(i)) {
        options.inherit(streams.names().get(i), i);
      }
    }
    criu.attend();
    try {
      criu.ask(CriuRequest.work(CriuRequest.Type.RESTORE, options), this::hear);
      host.phases().reached(Phase.RESTORED);
    } catch (HostFailure e) {
      throw directory.explain(e);
    } catch (ClientGone e) {
      criu.kill();
      throw e;
    }
  }

  private void openNamespaces(List<Fd> outside) {
    for (var namespace : blueprint.namespaces()) {
      var path = namespace.path();
      if (path != null && Criu.staysOutside(namespace.type())) {
        outside.add(kernel.open(Path.of(path), OpenFlags.READ));
      }
    }
  }

  private void addNamespaces(CriuOptions options) {
    int next = CriuCompiler.SERVICE + 1;
    for (var namespace : blueprint.namespaces()) {
      var path = namespace.path();
      var type = namespace.type();
      if (path == null) {
        continue;
      }
      if (Criu.staysOutside(type)) {
        options.inherit(Criu.externalKey(type), next++);
      } else if (type == NamespaceType.CGROUP) {
        throw new HostFailure("Do not know how to handle namespace NEWCGROUP");
      } else {
        options.joinNamespace(Criu.name(type), path);
      }
    }
  }

  private void addCgroups(CriuOptions options, int pid) {
    var text = KernelFile.read(Path.of("/proc/" + pid + "/cgroup"));
    CgroupMembership.parse(text)
        .cgroups()
        .forEach((controller, path) -> options.cgroupRoot(controller, path.toString()));
  }

  private void addSecurity(CriuOptions options, int version) {
    if (request.securityProfile().isPresent()) {
      Criu.requireVersion(
          version, Criu.SECURITY_PROFILES, "--lsm-profile requires at least CRIU 3.16");
      options.securityProfile(request.securityProfile().get());
    }
    if (request.mountContext().isPresent()) {
      Criu.requireVersion(
          version, Criu.SECURITY_PROFILES, "--lsm-mount-context requires at least CRIU 3.16");
      options.mountContext(request.mountContext().get());
    }
  }

  private void addMounts(CriuOptions options) {
    var mounts = blueprint.externalMounts();
    for (var mount : blueprint.bundle().spec().mounts()) {
      if ("cgroup".equals(mount.type())) {
        addHierarchies(MountPaths.clean(mount.destination()), mounts);
      }
    }
    mounts.forEach(options::externalMount);
  }

  /** Images of runc name all hierarchies, be the container in them or not. */
  private void addHierarchies(String target, Map<String, String> mounts) {
    for (var hierarchy : host.cgroups().mounts().mounts()) {
      var point = hierarchy.point();
      mounts.putIfAbsent(target + "/" + point.getFileName(), point.toString());
    }
  }

  private void hear(CriuResponse news, List<Fd> fds) {
    switch (news.script()) {
      case "setup-namespaces" -> runHooks(news.pid());
      case "post-restore" -> adopt(news.pid());
      case "orphan-pts-master" -> takeTerminal(fds);
      default -> fds.forEach(Fd::close);
    }
  }

  private void runHooks(int pid) {
    var hooks = blueprint.hooks();
    var runner = new HostHooks(kernel, caller, blueprint.hookFiles());
    var directory = blueprint.bundle().directory();
    var state = SpecWriter.compact(record.withProcess(pid, 0).hookState(Status.CREATING));
    runner.run("prestart", hooks.prestart(), state, directory);
    runner.run("createRuntime", hooks.createRuntime(), state, directory);
    host.phases().reached(Phase.NAMESPACES_MADE);
  }

  private void adopt(int pid) {
    caller.inherit(pid);
    var stat = kernel.processStat(pid).orElseThrow(InitFailures::died);
    record = record.withProcess(pid, stat.startTime()).withStage(Stage.CREATED);
    store.save(lock, record);
  }

  private void takeTerminal(List<Fd> fds) {
    for (var fd : fds) {
      var socket = request.container().consoleSocket();
      if (socket.isPresent()) {
        ConsoleSocket.sendTerminal(kernel, socket.get(), fd);
        fd.close();
      } else {
        kernel.keepNewlines(fd);
        master = fd;
      }
    }
  }

  private void undo(Throwable reason) {
    if (master != null) {
      master.close();
    }
    var process =
        record.pid() == 0
            ? null
            : Pidfd.open(kernel, record.pid(), record.startTime()).orElse(null);
    var poststop = blueprint.hooks().poststop();
    new Ending(host, caller).undo(reason, process, cgroup, lock, record, poststop);
  }
}
