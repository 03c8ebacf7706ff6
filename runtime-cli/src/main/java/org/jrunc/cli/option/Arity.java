package org.jrunc.cli.option;

import java.util.Optional;

/**
 * How many arguments that are not flags a command takes.
 *
 * @param least the smallest number
 * @param most the largest number
 */
public record Arity(int least, int most) {

  /** Exactly this many. */
  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  /** From the first to the second number, both included. */
  public static Arity between(int least, int most) {
    return new Arity(least, most);
  }

  /** What is wrong with this many arguments in the words that runc uses, empty if nothing is. */
  public Optional<String> complaint(int count) {
    if (least == most && count != least) {
      return Optional.of("requires exactly " + least + " argument(s)");
    }
    if (count < least) {
      return Optional.of("requires a minimum of " + least + " argument(s)");
    }
    if (count > most) {
      return Optional.of("requires a maximum of " + most + " argument(s)");
    }
    return Optional.empty();
  }
}
