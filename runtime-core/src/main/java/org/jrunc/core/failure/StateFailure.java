package org.jrunc.core.failure;

/** The container is not in a state that allows the command, or does not exist. */
public final class StateFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String id;

  /** A refusal for container {@code id}; the message is runc's phrase, which callers match. */
  public StateFailure(String id, String message) {
    super(message, null);
    this.id = id;
  }

  /** The id the command was given. */
  public String id() {
    return id;
  }
}
