package org.jrunc.cli.option;

/** A command line that cannot be understood. The message is the one runc's callers look for. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the complete message, without the program's name before it. */
  public UsageException(String message) {
    super(message, null, false, false);
  }

  /** The message, never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
