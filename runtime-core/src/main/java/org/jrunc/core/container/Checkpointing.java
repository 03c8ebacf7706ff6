package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.compile.CriuCompiler;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.compile.NotifySocket;
import org.jrunc.core.criu.CriuFeatures;
import org.jrunc.core.criu.CriuOptions;
import org.jrunc.core.criu.CriuProcess;
import org.jrunc.core.criu.CriuRequest;
import org.jrunc.core.criu.CriuResponse;
import org.jrunc.core.criu.CriuSwitch;
import org.jrunc.core.device.DefaultDevice;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;

/** Writes the processes of a container to images. Whatever fails, they go on. */
final class Checkpointing {
  private static final String LOG = "dump.log";

  private final Host host;
  private final Kernel kernel;
  private final Caller caller;
  private final CheckpointRequest request;
  private final StateRecord record;
  private final Spec spec;
  private final Linux linux;

  Checkpointing(
      Host host, Caller caller, CheckpointRequest request, StateRecord record, byte[] config) {
    this.host = host;
    this.kernel = host.kernel();
    this.caller = caller;
    this.request = request;
    this.record = record;
    this.spec = Bundle.parse(config);
    this.linux = spec.linux() == null ? Linux.EMPTY : spec.linux();
  }

  /** Makes the images. */
  void run() {
    var program = CriuProcess.program(caller);
    ImageDirectory.makeDirectories(kernel, request.images().images());
    requireParent();
    var plan = CriuCompiler.execution(program.toString(), CriuProcess.environment(caller));
    try (var directory = ImageDirectory.open(kernel, request.images(), LOG);
        var status = new StatusDescriptor(kernel, caller, request);
        var criu = CriuProcess.start(kernel, caller, host.executor(), plan, List.of(), false)) {
      Criu.version(criu);
      requireFeatures(criu);
      host.phases().reached(Phase.CRIU_STARTED);
      var options = options(directory);
      var type = request.preDump() ? CriuRequest.Type.PRE_DUMP : CriuRequest.Type.DUMP;
      if (!request.preDump()) {
        addMounts(options);
        directory.saveDescriptors(record.pid());
      }
      try {
        criu.ask(CriuRequest.work(type, options), (news, fds) -> hear(news, fds, status));
        host.phases().reached(Phase.IMAGES_WRITTEN);
      } catch (HostFailure e) {
        throw directory.explain(e);
      }
    }
  }

  private static void hear(CriuResponse news, List<Fd> fds, StatusDescriptor status) {
    fds.forEach(Fd::close);
    if (news.script().equals("status-ready")) {
      status.announce();
    }
  }

  private void requireParent() {
    if (request.parent().isEmpty()) {
      return;
    }
    var parent = request.images().images().resolve(request.parent().get()).normalize();
    var complaint = "invalid --parent-path: stat " + parent + ": ";
    try {
      if (!kernel.facts(parent).isDirectory()) {
        throw new HostFailure(complaint + Errno.textOf(Errno.ENOTDIR.number()));
      }
    } catch (SyscallFailure e) {
      throw new HostFailure(complaint + Errno.textOf(e.errno()));
    }
  }

  private void requireFeatures(CriuProcess criu) {
    boolean lazy = request.images().switches().contains(CriuSwitch.LAZY_PAGES);
    if (request.preDump() || lazy) {
      Criu.require(criu, new CriuFeatures(request.preDump(), lazy));
    }
  }

  private CriuOptions options(ImageDirectory directory) {
    var options = directory.options(record.rootfs()).pid(record.pid());
    Criu.configure(options, spec);
    Criu.lockNetwork(options, request.images(), caller);
    for (var namespace : linux.namespaces()) {
      addExternal(options, namespace);
    }
    var freezer = record.cgroupPaths().get(Controller.FREEZER.label());
    if (freezer != null) {
      options.freezer(freezer);
    }
    request.pageServer().ifPresent(options::pageServer);
    request.parent().ifPresent(options::parent);
    return options;
  }

  private void addExternal(CriuOptions options, Namespace namespace) {
    var type = namespace.type();
    var path = namespace.path();
    if (path != null && Criu.staysOutside(type)) {
      long inode = kernel.facts(Path.of(path)).inode();
      options.external(Criu.name(type) + "[" + inode + "]:" + Criu.externalKey(type));
    }
  }

  private void addMounts(CriuOptions options) {
    for (var place : places()) {
      options.externalMount(place, place);
    }
    for (var path : linux.maskedPaths()) {
      var inside = Path.of("/proc/" + record.pid() + "/root" + MountPaths.clean(path));
      if (kernel.exists(inside) && !kernel.facts(inside).isDirectory()) {
        options.externalMount(path, "/dev/null");
      }
    }
  }

  /** Where something of the host is mounted. */
  private Set<String> places() {
    var places = new TreeSet<String>();
    var links = new TargetLinks(kernel, Path.of(record.rootfs()));
    var destinations = new ArrayList<String>();
    for (var mount : spec.mounts()) {
      var target = MountPaths.clean(mount.destination());
      if (mount.isBind()) {
        destinations.add(target);
      } else if ("cgroup".equals(mount.type()) && !linux.has(NamespaceType.CGROUP)) {
        for (var view : CgroupViews.of(host.cgroups().mounts(), record.cgroupPaths())) {
          places.add(target + "/" + view.name());
        }
      }
    }
    if (kernel.exists(host.store().notifyDirectory(new ContainerId(record.id())))) {
      destinations.add(NotifySocket.TARGET);
    }
    var elsewhere = links.of(destinations);
    destinations.forEach(target -> places.add(elsewhere.getOrDefault(target, target)));
    for (var device : DefaultDevice.values()) {
      places.add(device.path());
    }
    linux.devices().forEach(device -> places.add(MountPaths.clean(device.path())));
    return places;
  }

  /** The caller's descriptor on which it learns that pages can be fetched. */
  private static final class StatusDescriptor implements AutoCloseable {
    private final Kernel kernel;
    private final List<Fd> copies = new ArrayList<>();

    StatusDescriptor(Kernel kernel, Caller caller, CheckpointRequest request) {
      this.kernel = kernel;
      boolean lazy = request.images().switches().contains(CriuSwitch.LAZY_PAGES);
      if (lazy && request.statusDescriptor().isPresent()) {
        copies.add(copy(kernel, caller, request.statusDescriptor().getAsInt()));
      }
    }

    private static Fd copy(Kernel kernel, Caller caller, int number) {
      try (var process = Pidfd.open(kernel, caller.pid()).orElseThrow()) {
        return process.copyOf(number);
      } catch (SyscallFailure e) {
        throw new HostFailure(
            "invalid --status-fd argument " + number + ": " + Errno.textOf(e.errno()));
      }
    }

    void announce() {
      copies.forEach(fd -> kernel.write(fd, new byte[1]));
      close();
    }

    @Override
    public void close() {
      copies.forEach(Fd::close);
    }
  }
}
