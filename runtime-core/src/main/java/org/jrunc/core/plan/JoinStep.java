package org.jrunc.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jrunc.spec.linux.NamespaceType;

/** A step of a process that joins a container which runs already. */
public sealed interface JoinStep extends Step {
  /**
   * Opens a cgroup of the unified hierarchy that a process is to be born in, while its path can
   * still be found.
   */
  record OpenCgroup(String directory, Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "open the cgroup `" + directory + "`";
    }
  }

  /** Leaves the caller's mount namespace for a copy, in which nothing done comes back to it. */
  record CopyMounts(Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "copy the caller's mounts";
    }
  }

  /** Ends the process, which has done all it was made for. */
  record Leave(Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "leave the container";
    }
  }

  /**
   * Enters namespaces of a running container, all at once: the kernel asks for the rights from
   * before, so that none is lost on the way, setns(2).
   *
   * @param process the descriptor of its first process
   * @param namespaces those that are not the caller's own
   */
  record EnterContainer(int process, List<NamespaceType> namespaces, Origin origin)
      implements JoinStep {
    /** Copies the list. */
    public EnterContainer {
      namespaces = List.copyOf(namespaces);
    }

    @Override
    public String action() {
      return "enter the namespaces of the container";
    }

    @Override
    public String detail() {
      return namespaces.stream()
          .map(type -> type.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * Makes a process in the namespaces that were entered.
   *
   * @param intoCgroup whether it is born in the cgroup that was opened
   */
  record CloneProcess(boolean intoCgroup, Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "create the process";
    }

    @Override
    public String detail() {
      return intoCgroup ? "in the cgroup that was opened" : "";
    }
  }

  /** Joins the session keyring of the container, or makes it if there is none by now. */
  record EnterKeyring(String name, Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "join session keyring `" + name + "`";
    }

    @Override
    public String complaint() {
      return "unable to join session keyring";
    }
  }

  /** Opens the root of the mount namespace. */
  record OpenRoot(Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "open the root";
    }
  }

  /** Opens the working directory, which has to be there. */
  record FindWorkingDirectory(String path, Origin origin) implements JoinStep {
    @Override
    public String action() {
      return "find working directory `" + path + "`";
    }
  }
}
