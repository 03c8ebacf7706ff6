package org.jrunc.core.linux;

/**
 * The kernel this process runs on. Every method is one system call, or the few that make one act;
 * each returns a value or throws {@link org.jrunc.core.failure.SyscallFailure}, and all descriptors
 * it opens are close-on-exec.
 */
public interface Kernel extends FileCalls, ProcessCalls, SocketCalls {
  /** The real kernel, through the C library. */
  static Kernel real() {
    return new NativeKernel();
  }
}
