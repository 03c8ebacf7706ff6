package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.compile.HostFacts.Source;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.FileKind;
import org.jrunc.spec.Mount;

/** Asks the host what the compiler has to know about mounts. */
final class MountFacts {
  private static final long PROC_SUPER_MAGIC = 0x9fa0;

  private final Kernel kernel;
  private final Path directory;
  private final List<Mount> mounts;

  /**
   * Facts about some mounts.
   *
   * @param directory that of the bundle, where relative sources begin
   */
  MountFacts(Kernel kernel, Path directory, List<Mount> mounts) {
    this.kernel = kernel;
    this.directory = directory;
    this.mounts = mounts;
  }

  /** What the sources of binds are, by path. */
  Map<String, Source> sources() {
    var found = new HashMap<String, Source>();
    for (var mount : mounts) {
      if (mount.isBind() && mount.source() != null) {
        var path = MountPaths.source(directory.toString(), mount.source());
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

  /**
   * The permissions of directories that a tmpfs is going to cover, by their paths.
   *
   * @param rootfs the root that they are in
   * @param targets where links of the image lead, as {@link TargetLinks} found it
   */
  Map<String, Integer> tmpfsModes(Path rootfs, Map<String, String> targets) {
    var modes = new HashMap<String, Integer>();
    var earlier = new ArrayList<String>();
    for (var mount : mounts) {
      var destination = MountPaths.clean(mount.destination());
      var target = targets.getOrDefault(destination, destination);
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
        var covered = kernel.openInRoot(root, target)) {
      var facts = kernel.facts(covered);
      return facts.isDirectory() ? Optional.of(facts.permissions()) : Optional.empty();
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }
}
