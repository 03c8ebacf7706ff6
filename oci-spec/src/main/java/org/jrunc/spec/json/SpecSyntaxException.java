package org.jrunc.spec.json;

/**
 * A document is not JSON, or not of the shape of the record it was read into.
 *
 * <p>Syntax errors have an empty pointer; type and range errors name the value. Lines and columns
 * count from 1 and are 0 when unknown.
 */
public final class SpecSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final int line;
  private final int column;
  private final String problem;

  /**
   * Makes the exception.
   *
   * @param pointer JSON pointer (RFC 6901) of the value, empty for the whole document
   * @param line line of the problem
   * @param column column of the problem, in bytes
   * @param problem what is wrong: one line, lower case, no final stop
   */
  public SpecSyntaxException(String pointer, int line, int column, String problem) {
    super(message(pointer, line, column, problem));
    this.pointer = pointer;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  private static String message(String pointer, int line, int column, String problem) {
    var where = line > 0 ? "line " + line + ", column " + column + ": " : "";
    return "cannot read "
        + (pointer.isEmpty() ? "the document" : "`" + pointer + "`")
        + ": "
        + where
        + problem;
  }

  /**
   * Returns where in the document the value is.
   *
   * @return a JSON pointer, empty for syntax errors
   */
  public String pointer() {
    return pointer;
  }

  /**
   * Returns the line of the problem.
   *
   * @return the line, from 1
   */
  public int line() {
    return line;
  }

  /**
   * Returns the column of the problem.
   *
   * @return the column in bytes, from 1
   */
  public int column() {
    return column;
  }

  /**
   * Returns what is wrong.
   *
   * @return one line, lower case, without pointer and position
   */
  public String problem() {
    return problem;
  }
}
