package org.jrunc.spec.linux;

/** What a filter does with a system call (config-linux.md, "Seccomp"; seccomp(2)). */
public enum SeccompAction {
  /** Kills the thread; older name of {@link #SCMP_ACT_KILL_THREAD}. */
  SCMP_ACT_KILL,
  /** Kills the process. */
  SCMP_ACT_KILL_PROCESS,
  /** Kills the thread. */
  SCMP_ACT_KILL_THREAD,
  /** Sends SIGSYS. */
  SCMP_ACT_TRAP,
  /** Fails the call with an errno. */
  SCMP_ACT_ERRNO,
  /** Notifies a tracer. */
  SCMP_ACT_TRACE,
  /** Lets the call pass. */
  SCMP_ACT_ALLOW,
  /** Lets the call pass and logs it. */
  SCMP_ACT_LOG,
  /** Asks the listener, seccomp_unotify(2). */
  SCMP_ACT_NOTIFY
}
