package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.cgroup.limit.Controller;

/**
 * Where the host has its cgroup hierarchies.
 *
 * @param mounts those of version 1, as mountinfo lists them
 * @param unified the version 2 hierarchy beside them, on a hybrid host
 */
public record CgroupMounts(List<Mount> mounts, Optional<Path> unified) {
  // The one place where runc, systemd and others look for it.
  private static final Path HYBRID = Path.of("/sys/fs/cgroup/unified");
  private static final Path USUAL = Path.of("/sys/fs/cgroup");

  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;

  /**
   * A mounted hierarchy.
   *
   * @param point where it is
   * @param root which of its cgroups is there; all of it for {@code /}
   * @param controllers labels of its controllers
   */
  public record Mount(Path point, Path root, Set<String> controllers) {}

  /** Immutable copies. */
  public CgroupMounts {
    mounts = List.copyOf(mounts);
  }

  /** Reads {@code /proc/<pid>/mountinfo}: proc_pid_mountinfo(5). */
  public static CgroupMounts parse(String mountinfo) {
    var mounts = new ArrayList<Mount>();
    Optional<Path> unified = Optional.empty();
    for (var line : mountinfo.split("\n")) {
      int dash = line.indexOf(" - cgroup");
      if (dash < 0) {
        continue;
      }
      var left = line.substring(0, dash).split(" ");
      var right = line.substring(dash + 3).split(" ");
      var point = Path.of(unescape(left[MOUNT_POINT]));
      if (right[0].equals("cgroup")) {
        var controllers = Set.copyOf(Arrays.asList(right[2].split(",")));
        mounts.add(new Mount(point, Path.of(unescape(left[ROOT])), controllers));
      } else if (right[0].equals("cgroup2") && point.equals(HYBRID)) {
        unified = Optional.of(point);
      }
    }
    return new CgroupMounts(mounts, unified);
  }

  /** Whether there is only the version 2 hierarchy. */
  public static boolean isPureV2(String mountinfo) {
    return mountinfo.lines().anyMatch(line -> line.contains(" " + USUAL + " ") && isV2(line));
  }

  private static boolean isV2(String line) {
    return line.contains(" - cgroup2 ");
  }

  /** The directory that has the hierarchies: {@code /sys/fs/cgroup}, or that of the first one. */
  Optional<Path> base() {
    for (var mount : mounts) {
      if (mount.point().startsWith(USUAL)) {
        return Optional.of(USUAL);
      }
    }
    return mounts.stream().findFirst().map(mount -> mount.point().resolveSibling(""));
  }

  /**
   * The mount of a controller that lies below the base; if there is none, the first one. The order
   * of mountinfo says nothing: it is that of mount ids, which the kernel gives again.
   */
  Optional<Mount> of(Controller controller) {
    Optional<Mount> elsewhere = Optional.empty();
    for (var mount : mounts) {
      if (mount.controllers().contains(controller.label())) {
        if (mount.point().startsWith(base().orElse(USUAL))) {
          return Optional.of(mount);
        }
        elsewhere = elsewhere.isPresent() ? elsewhere : Optional.of(mount);
      }
    }
    return elsewhere;
  }

  // Blanks, tabs, newlines and backslashes are octal in this file.
  private static String unescape(String field) {
    var plain = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        plain.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(field.charAt(i));
      }
    }
    return plain.toString();
  }
}
