package org.jrunc.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jrunc.spec.Hook;
import org.jrunc.spec.User;

/** A step that shapes the container's first process. */
public sealed interface ProcessStep extends Step {
  /** Makes the process the leader of a new session, setsid(2). */
  record StartSession(Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "start a session";
    }
  }

  /** Sets the name that other processes see until the user's program runs, prctl(2). */
  record SetName(String name, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "set process name `" + name + "`";
    }
  }

  /**
   * Becomes root in the user namespace, whose ids are mapped by now, without groups.
   *
   * @param uid 0, or the container's user where the mappings hold no 0
   * @param gid 0, or the container's group where the mappings hold no 0
   * @param otherwise the ids to take if the mappings are unknown and prove to hold no 0
   * @param joined whether the namespace was made by others, who may have denied setgroups(2) in it
   */
  record BecomeRoot(long uid, long gid, Optional<User> otherwise, boolean joined, Origin origin)
      implements ProcessStep {
    @Override
    public String action() {
      return "become uid " + uid + " gid " + gid + " of the user namespace";
    }
  }

  /** Makes the ipc namespace, whose message queues belong to whoever makes it: mq_overview(7). */
  record CreateIpcNamespace(Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "create the ipc namespace";
    }
  }

  /**
   * Joins a new session keyring, session-keyring(7).
   *
   * @param open whether processes outside the user namespace may search it too
   */
  record JoinKeyring(String name, boolean open, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "create session keyring `" + name + "`";
    }
  }

  /** Brings up the loopback interface. */
  record BringUpLoopback(Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "bring up the loopback interface";
    }
  }

  /** Opens a procfs of its own, which no mount of the container can hide or imitate. */
  record OpenPrivateProc(boolean withSysctl, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "open a private procfs";
    }
  }

  /** Runs a hook in the container's namespaces. */
  record RunContainerHook(
      String kind,
      int index,
      Hook hook,
      List<String> environment,
      HookStreams streams,
      Origin origin)
      implements ProcessStep {
    /** Copies the list. */
    public RunContainerHook {
      environment = List.copyOf(environment);
    }

    /** Whether it runs while the container's process is still as the runtime made it. */
    public boolean isBeforePivot() {
      return kind.equals("createContainer");
    }

    @Override
    public String action() {
      return "run " + kind + " hook #" + index + " `" + hook.path() + "`";
    }
  }

  /** Sets the host name of the container's uts namespace. */
  record SetHostname(String name, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "set hostname `" + name + "`";
    }
  }

  /** Sets the domain name of the container's uts namespace. */
  record SetDomainname(String name, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "set domainname `" + name + "`";
    }
  }

  /**
   * Writes a kernel parameter of the container's namespaces.
   *
   * @param files the files below /proc/sys that may be meant, of which the first counts that exists
   */
  record WriteSysctl(String key, List<String> files, String value, Origin origin)
      implements ProcessStep {
    /** Copies the list. */
    public WriteSysctl {
      files = List.copyOf(files);
    }

    @Override
    public String action() {
      return "write sysctl " + key + " = " + value;
    }
  }

  /** Sets the file mode creation mask. */
  record SetUmask(int mask, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return String.format(Locale.ROOT, "set umask 0%03o", mask);
    }
  }

  /** Gives the standard streams to the container's user. */
  record OwnStandardStreams(long uid, List<Integer> streams, Origin origin) implements ProcessStep {
    /** Copies the list. */
    public OwnStandardStreams {
      streams = List.copyOf(streams);
    }

    @Override
    public String action() {
      return "give the standard streams to uid " + uid;
    }
  }

  /** Sets no_new_privs, which nothing can clear again. */
  record SetNoNewPrivileges(Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "set no_new_privs";
    }
  }

  /** Sets the execution domain, personality(2). */
  record SetPersonality(long persona, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return String.format(Locale.ROOT, "set personality 0x%x", persona);
    }
  }

  /** Installs the seccomp filter. */
  record InstallSeccomp(SeccompProgram filter, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "install the seccomp filter";
    }

    @Override
    public String detail() {
      return filter.summary();
    }
  }

  /** Opens the working directory, making it if it is missing. */
  record OpenWorkingDirectory(String path, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "open working directory `" + path + "`";
    }
  }

  /** Removes capabilities from the bounding set, by number. */
  record DropBounding(List<Integer> capabilities, Origin origin) implements ProcessStep {
    /** Copies the list. */
    public DropBounding {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public String action() {
      return "drop " + capabilities.size() + " capabilities from the bounding set";
    }
  }

  /** Becomes the container's user. */
  record SetUser(
      long uid,
      long gid,
      List<Long> groups,
      boolean keepGroups,
      boolean keepCapabilities,
      Origin origin)
      implements ProcessStep {
    /** Copies the list. */
    public SetUser {
      groups = List.copyOf(groups);
    }

    @Override
    public String action() {
      return "become uid " + uid + " gid " + gid;
    }

    @Override
    public String detail() {
      if (keepGroups) {
        return "additional groups of the caller";
      }
      return groups.isEmpty() ? "no additional groups" : "additional groups " + groups;
    }
  }

  /**
   * Enters the working directory that was opened before.
   *
   * @param userToo whether the container's user tries it after us if we may not
   */
  record EnterWorkingDirectory(String path, boolean userToo, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "change directory to `" + path + "`";
    }
  }

  /** Enters the working directory as the container's user, if that was not possible before. */
  record RetryWorkingDirectory(String path, Origin origin) implements ProcessStep {
    @Override
    public String action() {
      return "change directory to `" + path + "` if that failed";
    }
  }

  /** Sets the capability sets, bit masks as in capabilities(7). */
  record SetCapabilities(long effective, long permitted, long inheritable, Origin origin)
      implements ProcessStep {
    @Override
    public String action() {
      return "set capabilities";
    }

    @Override
    public String detail() {
      return String.format(
          Locale.ROOT,
          "effective=%016x permitted=%016x inheritable=%016x",
          effective,
          permitted,
          inheritable);
    }
  }

  /** Sets the ambient set, by number. */
  record SetAmbient(List<Integer> capabilities, Origin origin) implements ProcessStep {
    /** Copies the list. */
    public SetAmbient {
      capabilities = List.copyOf(capabilities);
    }

    @Override
    public String action() {
      return "set " + capabilities.size() + " ambient capabilities";
    }
  }

  /**
   * Checks that the executable exists and may run, while {@code create} can still report it.
   *
   * @param name as given in args
   * @param candidates the paths to try, in order; one alone if the name has a slash
   */
  record FindExecutable(String name, List<String> candidates, Origin origin)
      implements ProcessStep {
    /** Copies the list. */
    public FindExecutable {
      candidates = List.copyOf(candidates);
    }

    @Override
    public String action() {
      return "find executable `" + name + "`";
    }
  }

  /** Becomes the user's process, execve(2). */
  record Exec(
      List<String> candidates, List<String> arguments, List<String> environment, Origin origin)
      implements ProcessStep {
    /** Copies the lists. */
    public Exec {
      candidates = List.copyOf(candidates);
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }

    @Override
    public String action() {
      return "execute `" + arguments.getFirst() + "`";
    }

    @Override
    public String detail() {
      return String.join(" ", arguments);
    }
  }
}
