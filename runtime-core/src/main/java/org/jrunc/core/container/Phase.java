package org.jrunc.core.container;

import java.util.Locale;

/** What a command has done once it gets there. */
public enum Phase {
  /** The caller's process began: the zero of all times. */
  CLIENT_STARTED,
  /** The engine has read the request; without an engine before, it started meanwhile. */
  REQUEST_READ,
  /** The command line has been read, and the log is open. */
  COMMAND_UNDERSTOOD,
  /** The bundle has been read and checked. */
  BUNDLE_READ,
  /** What the plan depends on besides the bundle is known; a seccomp filter has been built. */
  FACTS_GATHERED,
  /** The steps have been decided. */
  PLAN_COMPILED,
  /** The system calls have been decided. */
  PROGRAM_LOWERED,
  /** The container has its name, its state directory and its sockets. */
  STATE_MADE,
  /** The cgroups are there. */
  CGROUPS_MADE,
  /** The caller has started the first process, which it did while the cgroups were made. */
  EXECUTOR_SPAWNED,
  /** The container's process is there, in its namespaces, and its pid is known. */
  PROCESS_BORN,
  /** Limits have been set on it, and its id maps. */
  LIMITS_SET,
  /** The file systems are mounted; only with hooks that run then. */
  MOUNTED,
  /** Prestart and createRuntime hooks have run. */
  HOST_HOOKS_RUN,
  /** Everything of the container is set up but its identity. */
  READY,
  /** The container is created: the process waits, state and pid file are written. */
  CREATED,
  /** The container has been found in a state that allows the command. */
  CONTAINER_FOUND,
  /** CRIU runs, has told its version, and can do what is asked for. */
  CRIU_STARTED,
  /** CRIU has written the images. */
  IMAGES_WRITTEN,
  /** CRIU has made the namespaces, and the hooks for them have run. */
  NAMESPACES_MADE,
  /** CRIU has made the container, which runs. */
  RESTORED,
  /** The processes are stopped where they are. */
  FROZEN,
  /** The processes go on. */
  THAWED,
  /** Limits of a container have been changed. */
  LIMITS_CHANGED,
  /** Mounts have been added to a container, or taken away. */
  MOUNTS_CHANGED,
  /** The waiting process has been told to go on. */
  RELEASED,
  /** The container's program is executed. */
  EXECUTED,
  /** Poststart hooks have run. */
  POSTSTART_HOOKS_RUN,
  /** Whoever manages the caller has been told that the container is ready. */
  READINESS_TOLD,
  /** The program that {@code run} stayed with has ended. */
  PROGRAM_ENDED,
  /** The signal has been sent. */
  SIGNAL_SENT,
  /** The container's process is no more. */
  PROCESS_ENDED,
  /** The cgroups are gone. */
  CGROUPS_REMOVED,
  /** Nothing of the container is left. */
  STATE_REMOVED,
  /** The command is done. */
  DONE;

  /** The name as it is logged: {@code bundle read}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
