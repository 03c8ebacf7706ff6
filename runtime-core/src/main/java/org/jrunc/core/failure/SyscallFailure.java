package org.jrunc.core.failure;

import org.jrunc.core.abi.Errno;

/** A system call of the engine itself failed. */
public final class SyscallFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String call;
  private final int errno;

  /**
   * A failed call.
   *
   * @param what what was being done, beginning with a verb: {@code "bind socket /run/x.sock"}
   * @param call the call as strace prints it, without the result: {@code "bind(3,
   *     \"/run/x.sock\")"}
   * @param errno the positive error number
   */
  public SyscallFailure(String what, String call, int errno) {
    this(
        call,
        errno,
        "cannot "
            + what
            + ": "
            + call
            + " = "
            + Errno.nameOf(errno)
            + " ("
            + Errno.textOf(errno)
            + ")");
  }

  private SyscallFailure(String call, int errno, String message) {
    super(message, null);
    this.call = call;
    this.errno = errno;
  }

  /** This failure, of what a field of config.json asks for. */
  public SyscallFailure from(String pointer) {
    return new SyscallFailure(call, errno, getMessage() + ConfigField.from(pointer));
  }

  /** The call as strace prints it. */
  public String call() {
    return call;
  }

  /** The positive error number. */
  public int errno() {
    return errno;
  }

  /** Whether the call failed with this error. */
  public boolean is(Errno expected) {
    return errno == expected.number();
  }
}
