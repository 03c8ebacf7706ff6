package org.jrunc.core.program;

import org.jrunc.core.failure.Bug;

/** One argument of an operation. */
public sealed interface Argument {
  /** A number known when the program is compiled. */
  record Immediate(long value) implements Argument {}

  /** The address of a datum, or of a place within it. */
  record Address(Datum datum, int offset) implements Argument {}

  /** The content of a slot at the time of the call. */
  record Value(Slot slot) implements Argument {}

  /**
   * The argument that a Java value stands for: a number, a {@link Slot}, a {@link Datum} or a
   * string.
   */
  static Argument of(Object value) {
    return switch (value) {
      case Integer number -> new Immediate(number.longValue());
      case Long number -> new Immediate(number);
      case Slot slot -> new Value(slot);
      case Address address -> address;
      case Datum datum -> new Address(datum, 0);
      case String text -> new Address(new Datum.Text(text), 0);
      default -> throw new Bug("no argument can be made of a " + value.getClass().getName());
    };
  }
}
