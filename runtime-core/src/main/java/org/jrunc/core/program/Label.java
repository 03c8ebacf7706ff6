package org.jrunc.core.program;

import org.jrunc.core.failure.Bug;

/** A place in a program that jumps lead to; bound once, to the index of an operation. */
public final class Label {
  private int index = -1;

  Label() {}

  void bind(int operation) {
    if (index >= 0) {
      throw new Bug("label bound twice, to operations " + index + " and " + operation);
    }
    index = operation;
  }

  /** The index of the operation that follows the label. */
  public int index() {
    if (index < 0) {
      throw new Bug("jump to a label that was never bound");
    }
    return index;
  }
}
