package org.jrunc.core.failure;

/** A step failed in the process that was to become the container. */
public final class InitFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String origin;
  private final int errno;
  private final boolean program;

  /**
   * The program of a container could not be executed when it was started.
   *
   * @param message the whole line, in the words of runc
   * @param errno the positive error number
   */
  public static InitFailure ofProgram(String message, int errno) {
    return new InitFailure(message, "/process/args", errno, true);
  }

  /**
   * A failed step.
   *
   * @param message the whole line, with runc's phrase first where callers match one
   * @param origin JSON pointer of the field that asked for the step; empty for an implied one
   * @param errno the positive error number; 0 when the process died without a report
   */
  public InitFailure(String message, String origin, int errno) {
    this(message, origin, errno, false);
  }

  private InitFailure(String message, String origin, int errno, boolean program) {
    super(message, null);
    this.origin = origin;
    this.errno = errno;
    this.program = program;
  }

  /** Whether the container was made, and then its program could not be executed. */
  public boolean isOfProgram() {
    return program;
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
