package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.compile.CgroupFacts;
import org.jrunc.core.compile.HostFacts;
import org.jrunc.core.compile.HostFacts.Source;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.rdt.Resctrl;
import org.jrunc.spec.Mount;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;

/** Asks the host what the compiler has to know. Needs no privileges. */
final class FactsGatherer {
  private static final long PROC_SUPER_MAGIC = 0x9fa0;
  private static final List<String> ON_LINKS = List.of("copy-symlink", "dest-nofollow");
  private static final Path KCORE = Path.of("/proc/kcore");

  private final Kernel kernel;
  private final Bundle bundle;

  FactsGatherer(Kernel kernel, Bundle bundle) {
    this.kernel = kernel;
    this.bundle = bundle;
  }

  HostFacts gather(
      Caller caller,
      CgroupFacts cgroups,
      List<HostFacts.CgroupMount> cgroupMounts,
      Optional<SeccompProgram> seccomp) {
    var mounts = HostMounts.read();
    var rootfs = Path.of(rootfs(bundle));
    RootLinks.check(bundle.directory(), rootfs);
    var about = new ProcessFacts(kernel);
    return new HostFacts(
        sources(),
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
        new TargetLinks(kernel, rootfs).of(destinations()),
        tmpfsModes(rootfs),
        about.modules(bundle.spec().process(), mounts));
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
    return bundle.spec().mounts().stream()
        .filter(mount -> !"proc".equals(mount.type()) && !"sysfs".equals(mount.type()))
        .filter(mount -> Collections.disjoint(mount.options(), ON_LINKS))
        .map(Mount::destination)
        .toList();
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

  private Map<String, Source> sources() {
    var found = new HashMap<String, Source>();
    for (var mount : bundle.spec().mounts()) {
      if (mount.isBind() && mount.source() != null) {
        var path = MountPaths.source(bundle.directory().toString(), mount.source());
        found.put(path, sourceAt(Path.of(path)));
      }
    }
    return found;
  }

  private Source sourceAt(Path path) {
    return new Source(kindOf(path), isInProc(path), link(path));
  }

  private boolean isInProc(Path path) {
    try {
      return kernel.filesystemType(path) == PROC_SUPER_MAGIC;
    } catch (SyscallFailure e) {
      return false;
    }
  }

  private Optional<String> link(Path path) {
    try {
      return Optional.of(kernel.readLink(path));
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }

  /** A source that is missing or out of reach counts as a directory; binding it will say more. */
  private FileKind kindOf(Path path) {
    try {
      return kernel.facts(path).isDirectory() ? FileKind.DIRECTORY : FileKind.FILE;
    } catch (SyscallFailure e) {
      return FileKind.DIRECTORY;
    }
  }

  private Map<String, Integer> tmpfsModes(Path rootfs) {
    var modes = new HashMap<String, Integer>();
    var earlier = new ArrayList<String>();
    for (var mount : bundle.spec().mounts()) {
      var target = MountPaths.clean(mount.destination());
      // Below an earlier mount the directory of the image is not the one that will be covered.
      if ("tmpfs".equals(mount.type()) && earlier.stream().noneMatch(target::startsWith)) {
        modeOf(rootfs, target).ifPresent(mode -> modes.put(target, mode));
      }
      earlier.add(target.equals("/") ? "/" : target + "/");
    }
    return modes;
  }

  private Optional<Integer> modeOf(Path rootfs, String target) {
    try (var root = kernel.openPath(rootfs);
        var directory = kernel.openInRoot(root, target)) {
      var facts = kernel.facts(directory);
      return facts.isDirectory() ? Optional.of(facts.permissions()) : Optional.empty();
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }
}
