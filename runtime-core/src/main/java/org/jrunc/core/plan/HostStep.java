package org.jrunc.core.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.jrunc.spec.Hook;
import org.jrunc.spec.linux.IdMapping;

/** A step of the engine, outside the container. */
public sealed interface HostStep extends Step {
  /** Makes the container's cgroup in every hierarchy. */
  record CreateCgroup(List<String> directories, Origin origin) implements HostStep {
    @Override
    public String action() {
      return "create cgroups";
    }

    @Override
    public String detail() {
      return String.join(" ", directories);
    }
  }

  /** Sets one limit: writes {@code value} to the cgroup file. */
  record WriteCgroup(String file, String value, Origin origin) implements HostStep {
    @Override
    public String action() {
      return "write `" + value + "` to `" + file + "`";
    }
  }

  /**
   * Maps the ids of the new user namespace, user_namespaces(7).
   *
   * @param file {@code uid_map} or {@code gid_map}
   */
  record WriteIdMap(String file, List<IdMapping> mappings, Origin origin) implements HostStep {
    /** Copies the list. */
    public WriteIdMap {
      mappings = List.copyOf(mappings);
    }

    @Override
    public String action() {
      return "write " + file;
    }

    @Override
    public String detail() {
      return text().strip().replace("\n", ", ");
    }

    /** The mappings as the kernel takes them. */
    public String text() {
      return mappings.stream()
          .map(m -> m.containerID() + " " + m.hostID() + " " + m.size() + "\n")
          .collect(Collectors.joining());
    }
  }

  /**
   * Requires that the user namespace that was joined has these mappings.
   *
   * @param file {@code uid_map} or {@code gid_map}
   */
  record CheckIdMap(String file, List<IdMapping> mappings, Origin origin) implements HostStep {
    /** Copies the list. */
    public CheckIdMap {
      mappings = List.copyOf(mappings);
    }

    @Override
    public String action() {
      return "require this " + file + " of the joined user namespace";
    }

    @Override
    public String detail() {
      return new WriteIdMap(file, mappings, origin).detail();
    }
  }

  /** Sets how willingly the kernel kills the process when memory runs out, proc(5). */
  record SetOomScoreAdj(int value, Origin origin) implements HostStep {
    @Override
    public String action() {
      return "set oom_score_adj to " + value;
    }
  }

  /** Sets one resource limit with prlimit(2); limits are unsigned 64-bit numbers. */
  record SetRlimit(String type, int resource, long soft, long hard, Origin origin)
      implements HostStep {
    @Override
    public String action() {
      return "set rlimit " + type;
    }

    @Override
    public String detail() {
      return "soft=" + Long.toUnsignedString(soft) + " hard=" + Long.toUnsignedString(hard);
    }
  }

  /**
   * Moves a network device of the caller into the container, with its addresses, and brings it up.
   *
   * @param inside its name there
   */
  record MoveNetworkDevice(String name, String inside, Origin origin) implements HostStep {
    @Override
    public String action() {
      return "move network device `" + name + "` into the container";
    }

    @Override
    public String detail() {
      return name.equals(inside) ? "" : "as `" + inside + "`";
    }
  }

  /** A step about groups of resctrl. */
  sealed interface ResourceGroupStep extends HostStep {
    /** The directory or file that it is about. */
    String place();
  }

  /**
   * Makes a group of resctrl, if there is none.
   *
   * @param mustExist whether it has to be there already
   * @param removable whether it goes with the container, if it was made for it
   */
  record CreateResourceGroup(String directory, boolean mustExist, boolean removable, Origin origin)
      implements ResourceGroupStep {
    @Override
    public String place() {
      return directory;
    }

    @Override
    public String action() {
      return (mustExist ? "find" : "create") + " resource group `" + directory + "`";
    }
  }

  /** Sets the resources of a group of resctrl, a line for each kind. */
  record WriteSchemata(String file, String lines, Origin origin) implements ResourceGroupStep {
    @Override
    public String place() {
      return file;
    }

    @Override
    public String action() {
      return "write `" + lines.strip().replace("\n", ", ") + "` to `" + file + "`";
    }
  }

  /** Puts the container's process into a group of resctrl. */
  record JoinResourceGroup(String file, Origin origin) implements ResourceGroupStep {
    @Override
    public String place() {
      return file;
    }

    @Override
    public String action() {
      return "join the resource group of `" + file + "`";
    }
  }

  /** Runs a hook in the runtime namespaces. */
  record RunHook(String kind, int index, Hook hook, Origin origin) implements HostStep {
    @Override
    public String action() {
      return "run " + kind + " hook #" + index + " `" + hook.path() + "`";
    }
  }
}
