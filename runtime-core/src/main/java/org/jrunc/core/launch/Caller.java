package org.jrunc.core.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.WaitStatus;

/**
 * The process on whose behalf a command runs: a connected client, or this JVM when jrunc is used as
 * a library. What starts on its behalf is its child and has its namespaces, limits and descriptors.
 *
 * <p>Every method throws {@link ClientGone} once the process is no longer there; whoever made
 * something in its name then undoes it. A caller serves one thread at a time.
 */
public interface Caller extends AutoCloseable {
  /** Its process id. */
  int pid();

  /** The command line, program name first. */
  List<String> arguments();

  /** The environment; of a name that is there twice, the first value, as getenv(3) has it. */
  Map<String, String> environment();

  /** The working directory; empty if it was removed or cannot be reached. */
  Optional<Path> workingDirectory();

  /** The file mode creation mask, umask(2). */
  int umask();

  /** When the command began: nanoseconds of CLOCK_MONOTONIC. */
  long startedNanos();

  /** Its standard input; stays owned by the caller. */
  Fd stdin();

  /** Its standard output; stays owned by the caller. */
  Fd stdout();

  /** Its standard error; stays owned by the caller. */
  Fd stderr();

  /** Whether standard descriptor 0, 1 or 2 is a terminal. */
  boolean isTerminal(int fd);

  /** Whether standard descriptor 0, 1 or 2 was closed, so that /dev/null stands in for it. */
  boolean isClosed(int fd);

  /**
   * Starts an executor as a child of the caller.
   *
   * @param executor the executor program, {@link ExecutorImage#fd()}
   * @param base the first descriptor of the layout; the child also keeps the caller's below it
   * @param layout the descriptors it has from {@code base} on: sync socket, program, and others
   * @param subreaper whether the caller first becomes the parent of orphaned descendants
   * @param meanwhile what is done while the caller is busy with that; if it fails, the executor may
   *     have been started all the same
   * @return its pid in the caller's pid namespace
   * @throws org.jrunc.core.failure.SyscallFailure if it cannot be started
   */
  int spawn(Fd executor, int base, List<Fd> layout, boolean subreaper, Runnable meanwhile);

  /**
   * Learns that an executor has left a child to the caller: the container's process.
   *
   * @param pid its pid in the caller's pid namespace
   */
  default void inherit(int pid) {
    // A client reaps whatever ends, or leaves it to whom it belongs then.
  }

  /** Runs a hook as a child of the caller and waits for it. */
  HookOutcome run(HookCommand command);

  /** Writes to the caller's standard output (1) or error (2); a broken pipe is ignored. */
  void write(int fd, byte[] bytes);

  /**
   * Stays with a process until it ends: forwards signals to it and, with a terminal, what is typed
   * and printed.
   *
   * @param pid a child or descendant that {@link #spawn} started
   * @param terminal the master side of its terminal
   * @throws org.jrunc.core.failure.SyscallFailure if the caller cannot wait for it
   */
  WaitStatus attach(int pid, Optional<Fd> terminal);

  /** A descriptor that becomes readable when the caller is gone; empty if it cannot go. */
  Optional<Fd> lifeline();

  /** Lets go of its descriptors. */
  @Override
  void close();
}
