package org.jrunc.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jrunc.spec.linux.NamespaceType;

/** A step of the process that makes the container's first process. */
public sealed interface LaunchStep extends Step {
  /**
   * Prepares the process: not dumpable, umask 0, descriptors from {@code firstOwn} close on exec,
   * and {@code program}, which is in memory by now, at once.
   */
  record PrepareLaunch(int firstOwn, int program, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "prepare the process that makes the container";
    }
  }

  /**
   * Makes the user namespace that id-mapped mounts take their mapping from.
   *
   * @param number which one it is, from 0
   * @param uids the content of its {@code uid_map}, user_namespaces(7)
   * @param gids the content of its {@code gid_map}
   */
  record CreateIdMapping(int number, String uids, String gids, Origin origin)
      implements LaunchStep {
    @Override
    public String action() {
      return "make id mapping " + number;
    }

    @Override
    public String detail() {
      return "uids " + line(uids) + "; gids " + line(gids);
    }

    private static String line(String map) {
      return map.strip().replace("\n", ", ");
    }
  }

  /**
   * Opens the user namespace that the container joins, for id-mapped mounts to take its mapping.
   *
   * @param number which id mapping it is, from 0
   */
  record OpenIdMapping(int number, String path, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "open user namespace `" + path + "` as id mapping " + number;
    }
  }

  /** Waits until the engine has made the container's cgroups. */
  record AwaitCgroups(Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "wait for the cgroups";
    }
  }

  /**
   * Enters a cgroup by writing {@code 0} to one of its files.
   *
   * @param file {@code tasks} or {@code cgroup.procs}
   * @param required whether a container cannot do without that cgroup
   */
  record JoinCgroup(String file, boolean required, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "join the cgroup of `" + file + "`";
    }

    @Override
    public String complaint() {
      return "error adding pid to the cgroup of `" + file + "`";
    }
  }

  /**
   * Opens the cgroup that counts memory, for the container's process to enter when its namespaces
   * are made: they would be counted too.
   *
   * @param file {@code tasks}
   */
  record OpenMemoryCgroup(String file, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "open the cgroup of `" + file + "`";
    }
  }

  /** Opens a netlink socket of the caller's network namespace, for the engine to use later. */
  record OpenNetwork(Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "open the caller's network";
    }
  }

  /** Enters an existing namespace. */
  record JoinNamespace(NamespaceType type, String path, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "join " + type.name().toLowerCase(Locale.ROOT) + " namespace `" + path + "`";
    }
  }

  /** Opens the user namespace that is joined last, while its path can still be found. */
  record OpenUserNamespace(String path, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "open user namespace `" + path + "`";
    }
  }

  /**
   * Has a mount namespace made that belongs to the user namespace that was opened, so that the
   * kernel locks the flags of its mounts, and enters it with the rights of the host's root, to
   * which every path is open.
   */
  record CreateMounts(Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "create the mount namespace";
    }
  }

  /** Enters the user namespace that was opened, and gives up all rights outside it. */
  record JoinUserNamespace(Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "join the user namespace";
    }
  }

  /**
   * Enters the mount namespace of the process just made, with the rights of the host's root, to
   * which every path is open.
   */
  record EnterMounts(Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "enter the mount namespace of the container's process";
    }
  }

  /**
   * Names the container's process to the engine and leaves it what was prepared.
   *
   * @param rootfs the descriptor that the root file system gets
   * @param process the step that made the process
   */
  record HandOver(int rootfs, CloneInit process, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "hand over to the container's process";
    }
  }

  /** Makes a time namespace for the container, with its clocks set off, time_namespaces(7). */
  record CreateTimeNamespace(String offsets, Origin origin) implements LaunchStep {
    @Override
    public String action() {
      return "create the time namespace";
    }

    @Override
    public String detail() {
      return offsets.strip().replace("\n", ", ");
    }
  }

  /**
   * Makes the container's first process in new namespaces.
   *
   * @param cgroup the cgroup of the unified hierarchy that it is born in
   * @param memory whether it enters the memory cgroup that was opened
   * @param prepared whether its maker goes on to prepare things for it, with descriptors that both
   *     share, until it hands over
   */
  record CloneInit(
      List<NamespaceType> namespaces,
      Optional<String> cgroup,
      boolean memory,
      boolean prepared,
      Origin origin)
      implements LaunchStep {
    /** Copies the list. */
    public CloneInit {
      namespaces = List.copyOf(namespaces);
    }

    @Override
    public String action() {
      return "create the container's process";
    }

    @Override
    public String detail() {
      var names =
          namespaces.isEmpty()
              ? "no new namespaces"
              : namespaces.stream()
                  .map(type -> type.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ", "new namespaces: ", ""));
      return cgroup.map(directory -> names + " in cgroup " + directory).orElse(names);
    }
  }
}
