package org.jrunc.core.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Flags;
import org.jrunc.core.plan.MountOptions.PropagationChange;

/**
 * A step that shapes the container's mount tree. Targets are paths inside the root file system,
 * cleaned, absolute and without {@code ..}; symbolic links on the way stay inside the root.
 */
public sealed interface MountStep extends Step {
  /** Takes the new mount namespace out of the host's propagation. */
  record IsolateMounts(PropagationChange change, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "make all mounts of the new namespace " + change;
    }
  }

  /**
   * Bind mounts the root file system onto itself, so that it is a mount that can become the root.
   *
   * @param privateMount the mount point that must be made private first, because pivot_root(2) does
   *     not work below a shared mount
   */
  record OpenRootfs(String path, Optional<String> privateMount, Origin origin)
      implements MountStep {
    @Override
    public String action() {
      return "bind root file system `" + path + "`";
    }
  }

  /** Takes over the root file system that the launcher has opened. */
  record TakeRootfs(int descriptor, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "take over the root file system";
    }
  }

  /**
   * Opens the source of a bind mount while its path can be reached, for a mount that follows.
   *
   * @param descriptor the descriptor that it gets
   */
  record OpenSource(BindMount bind, int descriptor, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "open `" + bind.source() + "` as descriptor " + descriptor;
    }

    @Override
    public String complaint() {
      return bind.complaint();
    }
  }

  /** Mounts a new instance of a file system. */
  record MountFilesystem(
      String type, String source, String target, MountOptions options, Origin origin)
      implements MountStep {
    private static final int LONGEST_PARAMETER = 255;

    /** Whether the source or a parameter is longer than fsconfig(2) takes. */
    public boolean exceedsParameters() {
      for (var parameter : options.data()) {
        if (parameter.getBytes(UTF_8).length > LONGEST_PARAMETER) {
          return true;
        }
      }
      return source.getBytes(UTF_8).length > LONGEST_PARAMETER;
    }

    @Override
    public String action() {
      return "mount " + type + " on `" + target + "`";
    }

    @Override
    public String complaint() {
      return mounting(source.isEmpty() ? type : source, target);
    }

    @Override
    public String detail() {
      return describe(options);
    }
  }

  /** Mounts a tmpfs that begins with the content of the directory below it. */
  record CopyUp(MountFilesystem mount, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "mount tmpfs with a copy of the directory on `" + mount.target() + "`";
    }

    @Override
    public String complaint() {
      return mount.complaint();
    }

    @Override
    public String detail() {
      return mount.detail();
    }
  }

  /**
   * Makes a file or directory of the host visible in the container.
   *
   * @param idMap how the owners of its files appear, if not as they are
   */
  record BindMount(
      String source,
      FileKind kind,
      String target,
      MountOptions options,
      Optional<IdMap> idMap,
      Origin origin)
      implements MountStep {
    @Override
    public String action() {
      return "bind `" + source + "` on `" + target + "`";
    }

    @Override
    public String complaint() {
      return mounting(source, target);
    }

    @Override
    public String detail() {
      var mapped = idMap.map(map -> (map.recursive() ? " ridmap " : " idmap ") + map.number());
      var how = (options.recursive() ? "recursive" : "") + mapped.orElse("");
      return (how + " " + describe(options)).strip();
    }
  }

  /** Changes a mount that is already there, and its file system unless it is only a bind mount. */
  record Remount(String target, MountOptions options, Origin origin) implements MountStep {
    /** Makes a mount read-only and changes nothing else. */
    public static Remount readonly(String target, Origin origin) {
      var options = MountOptions.bound().withAttributes(Abi.MOUNT_ATTR_RDONLY, 0);
      return new Remount(target, options, origin);
    }

    @Override
    public String action() {
      return "change mount `" + target + "`";
    }

    @Override
    public String detail() {
      return describe(options);
    }
  }

  /** Takes the topmost mount off a path; what still uses it keeps it. */
  record Unmount(String target, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "unmount `" + target + "`";
    }
  }

  /** Makes a symbolic link, with its parent directories. */
  record Symlink(String target, String link, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "link `" + link + "` to `" + target + "`";
    }
  }

  /**
   * Makes a symbolic link of the host anew; one that is there already must say the same.
   *
   * @param content what the link says
   */
  record CopySymlink(String content, String target, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "copy symbolic link `" + target + "` to `" + content + "`";
    }
  }

  /** Gives a directory an SELinux label, where the kernel has labels. */
  record LabelDirectory(String path, String label, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "label `" + path + "` `" + label + "`";
    }
  }

  /**
   * Prepares what masked paths are covered with.
   *
   * @param label the mount option that gives the empty directory its SELinux label
   */
  record PrepareMasks(Optional<String> label, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "prepare the covers of masked paths";
    }
  }

  /** Hides a path: an empty read-only directory over a directory, /dev/null over a file. */
  record MaskPath(String path, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "mask `" + path + "`";
    }
  }

  /** Makes a path read-only by a bind mount of itself. */
  record ReadonlyPath(String path, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "make `" + path + "` read-only";
    }
  }

  /** Makes the root file system the root and drops the old one, pivot_root(2). */
  record PivotRoot(Origin origin) implements MountStep {
    @Override
    public String action() {
      return "pivot into the root file system";
    }
  }

  /**
   * Moves the root file system onto {@code /} where pivot_root cannot work, as on a ramdisk.
   *
   * @param uncovered the host's proc and sysfs mounts, which would stay reachable below and are
   *     unmounted first
   */
  record MoveRoot(List<String> uncovered, Origin origin) implements MountStep {
    /** Copies the list. */
    public MoveRoot {
      uncovered = List.copyOf(uncovered);
    }

    @Override
    public String action() {
      return "move the root file system onto `/`";
    }
  }

  /** Sets the propagation of the container's root mount. */
  record PropagateRoot(PropagationChange change, Origin origin) implements MountStep {
    @Override
    public String action() {
      return "make the root mount " + change;
    }
  }

  /** Makes the root mount read-only. */
  record ReadonlyRoot(Origin origin) implements MountStep {
    @Override
    public String action() {
      return "make the root file system read-only";
    }
  }

  /** In the words of runc, which callers know. */
  private static String mounting(String source, String target) {
    return "error mounting \"" + source + "\" to rootfs at \"" + target + "\"";
  }

  private static String describe(MountOptions options) {
    var parts = new ArrayList<String>();
    if (options.set() != 0) {
      parts.add(Flags.MOUNT_ATTR.render(options.set()));
    }
    if (options.clear() != 0) {
      parts.add("without " + Flags.MOUNT_ATTR.render(options.clear()));
    }
    if (options.recursiveSet() != 0) {
      parts.add("recursively " + Flags.MOUNT_ATTR.render(options.recursiveSet()));
    }
    if (options.recursiveClear() != 0) {
      parts.add("recursively without " + Flags.MOUNT_ATTR.render(options.recursiveClear()));
    }
    parts.addAll(options.superblock());
    parts.addAll(options.data());
    options.propagation().forEach(change -> parts.add(change.toString()));
    return String.join(",", parts);
  }
}
