package org.jrunc.spec.json;

/** A component of a record was given a value outside its range, or none though it needs one. */
public final class FieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String component;

  /**
   * Makes the exception.
   *
   * @param component name of the record component
   * @param problem what is wrong, lower case, without the name
   */
  public FieldException(String component, String problem) {
    super(problem);
    this.component = component;
  }

  /**
   * Returns which component was wrong.
   *
   * @return the name of the record component
   */
  public String component() {
    return component;
  }

  /**
   * Returns what is wrong.
   *
   * @return the problem, lower case, without the name
   */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
