package org.jrunc.core.failure;

import java.util.Locale;
import org.jrunc.core.abi.Errno;

/** The kernel refused a change of a cgroup. */
public final class CgroupFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final String problem;
  private final String pointer;
  private final int errno;

  /** A failed write of {@code value} to {@code file}. */
  public CgroupFailure(String file, String value, int errno) {
    this(
        file,
        String.format(
            Locale.ROOT,
            "cannot write `%s` to `%s`: %s (%s)",
            value,
            file,
            Errno.nameOf(errno),
            Errno.textOf(errno)),
        "",
        errno);
  }

  /** Anything else that went wrong with the cgroup directory or file {@code file}. */
  public CgroupFailure(String file, String message) {
    this(file, message, "", 0);
  }

  private CgroupFailure(String file, String problem, String pointer, int errno) {
    super(problem + ConfigField.from(pointer), null);
    this.file = file;
    this.problem = problem;
    this.pointer = pointer;
    this.errno = errno;
  }

  /** This failure, of what a field of config.json asks for. */
  public CgroupFailure from(String field) {
    return new CgroupFailure(file, problem, field, errno);
  }

  /** The cgroup file or directory. */
  public String file() {
    return file;
  }

  /** What went wrong, without the field. */
  public String problem() {
    return problem;
  }

  /** JSON pointer of the field that asked for it; empty if none did. */
  public String pointer() {
    return pointer;
  }

  /** The positive error number; 0 when no system call failed. */
  public int errno() {
    return errno;
  }
}
