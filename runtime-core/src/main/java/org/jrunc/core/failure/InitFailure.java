package org.jrunc.core.failure;

/** A step failed in the process that was to become the container. */
public final class InitFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String origin;
  private final int errno;

  /**
   * A failed step.
   *
   * @param message the whole line, with runc's phrase first where callers match one
   * @param origin JSON pointer of the field that asked for the step; empty for an implied one
   * @param errno the positive error number; 0 when the process died without a report
   */
  public InitFailure(String message, String origin, int errno) {
    super(message, null);
    this.origin = origin;
    this.errno = errno;
  }

  /** JSON pointer of the field that asked for the step; empty for an implied one. */
  public String origin() {
    return origin;
  }

  /** The positive error number; 0 when the process died without a report. */
  public int errno() {
    return errno;
  }
}
