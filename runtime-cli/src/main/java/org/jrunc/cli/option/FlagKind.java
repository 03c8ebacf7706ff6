package org.jrunc.cli.option;

/**
 * What a flag takes: nothing (a truth value that may be given with {@code =}), a text, several
 * texts, a number, or a duration.
 */
public enum FlagKind {
  /** Set by its name alone; {@code --name=false} unsets it. A separate value is never taken. */
  BOOLEAN(""),
  /** Takes one value, as {@code --name=value} or {@code --name value}. The last one wins. */
  TEXT("string"),
  /** Takes a text each time it is given, and keeps all; a comma separates nothing. */
  LIST("string"),
  /** Takes one number, given like a text and written as in Go: {@code 10}, {@code 0x1f}. */
  INTEGER("int"),
  /** Takes one duration, given like a text and written as in Go: {@code 5s}, {@code 1m30s}. */
  DURATION("duration");

  private final String placeholder;

  FlagKind(String placeholder) {
    this.placeholder = placeholder;
  }

  /** The word that stands for the value in help texts, empty if the flag takes none. */
  public String placeholder() {
    return placeholder;
  }

  /** Whether the flag consumes a value. */
  public boolean takesValue() {
    return this != BOOLEAN;
  }
}
