package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.compile.CgroupFacts;
import org.jrunc.core.compile.HostFacts;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.compile.NotifySocket;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.rdt.Resctrl;
import org.jrunc.spec.Mount;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;

/** Asks the host what the compiler has to know. Needs no privileges. */
final class FactsGatherer {
  private static final List<String> ON_LINKS = List.of("copy-symlink", "dest-nofollow");
  private static final Path KCORE = Path.of("/proc/kcore");

  private final Kernel kernel;
  private final Bundle bundle;
  private final LaunchOptions options;

  FactsGatherer(Kernel kernel, Bundle bundle, LaunchOptions options) {
    this.kernel = kernel;
    this.bundle = bundle;
    this.options = options;
  }

  HostFacts gather(
      Caller caller,
      CgroupFacts cgroups,
      List<HostFacts.CgroupMount> cgroupMounts,
      Optional<SeccompProgram> seccomp) {
    var mounts = asksForMounts() ? HostMounts.read() : HostMounts.NONE;
    var rootfs = Path.of(rootfs(bundle));
    var mountFacts = new MountFacts(kernel, bundle.directory(), bundle.spec().mounts());
    RootLinks.check(bundle.directory(), rootfs);
    var about = new ProcessFacts(kernel);
    var targets = new TargetLinks(kernel, rootfs).of(destinations());
    return new HostFacts(
        mountFacts.sources(),
        kernel.exists(KCORE),
        about.lastCapability(),
        cgroups,
        Resctrl.facts(mounts.point("resctrl")),
        isCallersNetwork(caller),
        cgroupMounts,
        home(rootfs),
        seccomp,
        mounts.parentOf(rootfs),
        mounts.kernelMounts(),
        about.nullStreams(caller),
        targets,
        mountFacts.tmpfsModes(rootfs, targets),
        about.modules(bundle.spec().process(), mounts));
  }

  /** Hardly any config needs to know them, and a host may have thousands. */
  private boolean asksForMounts() {
    var process = bundle.spec().process();
    var linux = bundle.spec().linux();
    return !options.pivot()
        || (process != null && process.selinuxLabel() != null)
        || (linux != null && (linux.intelRdt() != null || linux.rootfsPropagation() != null));
  }

  /** The absolute path of a bundle's root file system. */
  static String rootfs(Bundle bundle) {
    var root = bundle.spec().root();
    return root == null
        ? bundle.directory().toString()
        : MountPaths.inBundle(bundle.directory().toString(), root.path());
  }

  private boolean isCallersNetwork(Caller caller) {
    var linux = bundle.spec().linux();
    if (linux == null || linux.sysctl().isEmpty()) {
      return false;
    }
    return linux.namespaces().stream()
        .filter(namespace -> namespace.type() == NamespaceType.NETWORK)
        .map(Namespace::path)
        .filter(Objects::nonNull)
        .anyMatch(path -> isSame(path, "/proc/" + caller.pid() + "/ns/net"));
  }

  /** Not so if one is missing or out of reach; who joins it will say more. */
  private boolean isSame(String path, String other) {
    try {
      return kernel.facts(Path.of(path)).isSameFile(kernel.facts(Path.of(other)));
    } catch (SyscallFailure e) {
      return false;
    }
  }

  /** Those that may be behind links: not proc and sysfs, nor what is to be on a link itself. */
  private List<String> destinations() {
    var destinations =
        bundle.spec().mounts().stream()
            .filter(mount -> !"proc".equals(mount.type()) && !"sysfs".equals(mount.type()))
            .filter(mount -> Collections.disjoint(mount.options(), ON_LINKS))
            .map(Mount::destination);
    var implied = options.notifyDirectory().map(directory -> NotifySocket.TARGET).stream();
    return Stream.concat(destinations, implied).toList();
  }

  /** Nobody asks for it when the environment says it. */
  private Optional<String> home(Path rootfs) {
    var process = bundle.spec().process();
    if (process == null || ProcessFacts.namesHome(process)) {
      return Optional.empty();
    }
    return new Homes(kernel, bundle.directory(), rootfs)
        .of(process.user().uid(), bundle.spec().mounts());
  }
}
