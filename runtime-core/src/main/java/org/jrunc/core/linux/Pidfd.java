package org.jrunc.core.linux;

import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;

/**
 * A process that cannot be mistaken for another one: a descriptor that refers to it even after its
 * pid was given away. See pidfd_open(2).
 */
public final class Pidfd implements AutoCloseable {
  private final Kernel kernel;
  private final int pid;
  private final Fd fd;

  private Pidfd(Kernel kernel, int pid, Fd fd) {
    this.kernel = kernel;
    this.pid = pid;
    this.fd = fd;
  }

  /** Refers to the process that has this pid now; empty if there is none. */
  public static Optional<Pidfd> open(Kernel kernel, int pid) {
    try {
      return Optional.of(new Pidfd(kernel, pid, kernel.openProcess(pid)));
    } catch (SyscallFailure e) {
      // The number may have become that of a thread: ENOENT, in older kernels EINVAL.
      if (e.is(Errno.ESRCH) || e.is(Errno.ENOENT) || e.is(Errno.EINVAL)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Refers to the process with this pid that started at this time; empty if it is gone.
   *
   * @param startTime {@link ProcessStat#startTime()}
   */
  public static Optional<Pidfd> open(Kernel kernel, int pid, long startTime) {
    var process = open(kernel, pid);
    // Looked up after opening: if the start time is right now, the descriptor was right too.
    boolean same =
        process.isPresent()
            && kernel.processStat(pid).filter(stat -> stat.startTime() == startTime).isPresent();
    if (!same) {
      process.ifPresent(Pidfd::close);
      return Optional.empty();
    }
    return process;
  }

  /** The pid it had when it was opened. */
  public int pid() {
    return pid;
  }

  /** The descriptor, readable when the process has ended. */
  public Fd fd() {
    return fd;
  }

  /**
   * Sends a signal.
   *
   * @return false if the process has ended and was reaped
   */
  public boolean signal(int signal) {
    try {
      kernel.signal(fd, signal);
      return true;
    } catch (SyscallFailure e) {
      if (e.is(Errno.ESRCH)) {
        return false;
      }
      throw e;
    }
  }

  /** A copy of one of its descriptors. Needs the right to trace the process. */
  public Fd copyOf(int descriptor) {
    return kernel.descriptorOf(fd, descriptor);
  }

  /**
   * Waits until the process has ended.
   *
   * @param timeoutMillis how long at most; negative for ever
   * @return whether it has ended
   */
  public boolean awaitEnd(int timeoutMillis) {
    return !kernel.awaitReadable(timeoutMillis, List.of(fd)).isEmpty();
  }

  @Override
  public void close() {
    fd.close();
  }
}
