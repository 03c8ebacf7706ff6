package org.jrunc.core.failure;

import java.util.Locale;
import org.jrunc.core.abi.Errno;

/** The kernel refused a change of a cgroup. */
public final class CgroupFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final int errno;

  /** A failed write of {@code value} to {@code file}. */
  public CgroupFailure(String file, String value, int errno) {
    super(
        String.format(
            Locale.ROOT,
            "cannot write `%s` to `%s`: %s (%s)",
            value,
            file,
            Errno.nameOf(errno),
            Errno.textOf(errno)),
        null);
    this.file = file;
    this.errno = errno;
  }

  /** Anything else that went wrong with the cgroup directory or file {@code file}. */
  public CgroupFailure(String file, String message) {
    super(message, null);
    this.file = file;
    this.errno = 0;
  }

  /** The cgroup file or directory. */
  public String file() {
    return file;
  }

  /** The positive error number; 0 when no system call failed. */
  public int errno() {
    return errno;
  }
}
