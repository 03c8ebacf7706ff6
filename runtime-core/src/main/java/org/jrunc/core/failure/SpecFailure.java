package org.jrunc.core.failure;

/** The bundle or its config.json cannot be used. */
public final class SpecFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String pointer;
  private final String problem;

  /**
   * A refusal of one place in config.json.
   *
   * @param pointer JSON pointer of the place, empty when the whole file is meant
   * @param message what is wrong there, without the pointer
   */
  public SpecFailure(String pointer, String message) {
    super(message + ConfigField.from(pointer), null);
    this.pointer = pointer;
    this.problem = message;
  }

  /** The JSON pointer of the offending place; empty for the file as a whole. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
