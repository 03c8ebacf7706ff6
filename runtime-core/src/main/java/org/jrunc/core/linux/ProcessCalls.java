package org.jrunc.core.linux;

import java.util.Optional;

/** Processes, clocks and what the system is. */
public interface ProcessCalls {
  /** The pid of this process: getpid(2). */
  int pid();

  /** The effective user id of this process: geteuid(2). */
  int effectiveUser();

  /** The real user id of this process: getuid(2). */
  int realUser();

  /**
   * Does something with files as another user, without the rights of root: setfsuid(2),
   * setfsgid(2). Other threads stay who they are.
   */
  void actAs(int uid, int gid, Runnable action);

  /** Makes this process the parent of orphaned descendants: prctl(2), PR_SET_CHILD_SUBREAPER. */
  void becomeSubreaper();

  /** Sends a signal to a process, or with 0 asks whether it exists: kill(2). */
  void kill(int pid, int signal);

  /** A descriptor that refers to a process and becomes readable when it ends: pidfd_open(2). */
  Fd openProcess(int pid);

  /** Sends a signal to a process by its descriptor: pidfd_send_signal(2). */
  void signal(Fd process, int signal);

  /** A copy of a descriptor of another process: pidfd_getfd(2). */
  Fd descriptorOf(Fd process, int number);

  /**
   * Starts a child of this process, with default signal dispositions, an empty signal mask and only
   * the descriptors it is given: posix_spawn(3).
   *
   * @return its pid
   */
  int spawn(SpawnCommand command);

  /** Waits until a child of this process has ended, and reaps it: waitid(2). */
  WaitStatus waitFor(int pid);

  /** Reaps a child of this process if it has ended: waitid(2) with WNOHANG. */
  Optional<WaitStatus> reap(int pid);

  /**
   * Sets a resource limit of a process: prlimit(2).
   *
   * @param resource RLIMIT_* of getrlimit(2)
   * @param soft the limit, or -1 for none
   * @param hard its ceiling, or -1 for none
   */
  void limit(int pid, int resource, long soft, long hard);

  /** The state of a process; empty if there is none with this pid: proc_pid_stat(5). */
  Optional<ProcessStat> processStat(int pid);

  /** A second descriptor for the same open file: fcntl(2), F_DUPFD_CLOEXEC. */
  default Fd duplicate(Fd fd) {
    return duplicate(fd, 0);
  }

  /** A second descriptor for the same open file, numbered {@code lowest} or above: fcntl(2). */
  Fd duplicate(Fd fd, int lowest);

  /** Sets or clears close-on-exec: fcntl(2), F_SETFD. */
  void closeOnExec(Fd fd, boolean close);

  /** Acts on all descriptors from first to last, with CLOSE_RANGE_* flags: close_range(2). */
  void closeRange(int first, int last, int flags);

  /** The names of this system: uname(2). */
  SystemName systemName();

  /** Nanoseconds of CLOCK_MONOTONIC, the same clock in every process: clock_gettime(2). */
  long monotonicNanos();
}
