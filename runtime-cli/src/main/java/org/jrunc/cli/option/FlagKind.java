package org.jrunc.cli.option;

/**
 * What a flag takes: nothing (a truth value that may be given with {@code =}), a text, or a number.
 */
public enum FlagKind {
  /** Set by its name alone; {@code --name=false} unsets it. A separate value is never taken. */
  BOOLEAN(""),
  /** Takes one value, as {@code --name=value} or {@code --name value}. The last one wins. */
  TEXT("string"),
  /** Takes one decimal number, given like a text. */
  INTEGER("int");

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
