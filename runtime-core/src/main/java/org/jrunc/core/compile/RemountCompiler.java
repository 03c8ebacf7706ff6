package org.jrunc.core.compile;

import java.util.ArrayList;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.Mount;

/**
 * Compiles changes of mounts that are there already. As with MS_REMOUNT of mount(2) they get the
 * flags that are named now, and lose all others.
 */
final class RemountCompiler {
  private static final long FLAGS =
      Abi.MOUNT_ATTR_RDONLY
          | Abi.MOUNT_ATTR_NOSUID
          | Abi.MOUNT_ATTR_NODEV
          | Abi.MOUNT_ATTR_NOEXEC
          | Abi.MOUNT_ATTR_NOSYMFOLLOW;
  private static final long TIMES = Abi.MOUNT_ATTR__ATIME | Abi.MOUNT_ATTR_NODIRATIME;

  private final FilesystemCompiler filesystems;

  RemountCompiler(FilesystemCompiler filesystems) {
    this.filesystems = filesystems;
  }

  MountStep compile(Mount mount, String target, MountOptions parsed, Origin origin) {
    if (parsed.bind()) {
      return new MountStep.Remount(target, complete(parsed), origin);
    }
    var writable = filesystems.writable(String.valueOf(mount.type()), target, parsed, origin);
    var superblock = new ArrayList<>(writable.superblock());
    MountOptionParser.SUPERBLOCK.forEach(
        (flag, opposite) -> {
          if (!superblock.contains(flag)) {
            superblock.add(opposite);
          }
        });
    return new MountStep.Remount(target, complete(writable.withSuperblock(superblock)), origin);
  }

  private static MountOptions complete(MountOptions parsed) {
    return parsed.withAttributes(parsed.set(), parsed.clear() | unnamed(parsed));
  }

  /**
   * The attributes that a remount with these options clears. Those of the access time go together:
   * they stay if none of them is given, and if only nodiratime is, relatime comes with it.
   */
  static long unnamed(MountOptions parsed) {
    long cleared = FLAGS;
    if (((parsed.set() | parsed.clear()) & TIMES) != 0) {
      cleared |= TIMES;
    }
    return cleared & ~(parsed.set() & ~Abi.MOUNT_ATTR__ATIME) & ~parsed.clear();
  }
}
