package org.jrunc.core.plan;

/**
 * Why a step is there: a field of config.json, or a clause of the runtime-spec or a rule of the
 * kernel that implies it.
 *
 * @param pointer JSON pointer into config.json; empty for an implied step
 * @param reason for an implied step, what implies it; otherwise empty
 */
public record Origin(String pointer, String reason) {
  /** A step that a field of config.json asks for. */
  public static Origin field(String pointer) {
    return new Origin(pointer, "");
  }

  /** A step that nothing in config.json names. */
  public static Origin implied(String reason) {
    return new Origin("", reason);
  }

  @Override
  public String toString() {
    return pointer.isEmpty() ? "implied: " + reason : pointer;
  }
}
