package org.jrunc.cli.option;

import java.util.List;

/**
 * One flag of a command, as help, man page and parser see it.
 *
 * @param name the long name without dashes
 * @param alias the one-letter name without dash, empty if there is none
 * @param kind what the flag takes
 * @param standard the value it has when it is not given, as text; empty for none
 * @param usage one sentence for help texts
 * @param hidden accepted, but left out of help texts
 */
public record Flag(
    String name, String alias, FlagKind kind, String standard, String usage, boolean hidden) {

  /** A flag that is on when given. */
  public static Flag bool(String name, String usage) {
    return new Flag(name, "", FlagKind.BOOLEAN, "", usage, false);
  }

  /** A flag that takes a text. */
  public static Flag text(String name, String usage) {
    return new Flag(name, "", FlagKind.TEXT, "", usage, false);
  }

  /** A flag that takes a text each time it is given, and keeps them all. */
  public static Flag list(String name, String usage) {
    return new Flag(name, "", FlagKind.LIST, "", usage, false);
  }

  /** A flag that takes a duration such as {@code 5s}. */
  public static Flag duration(String name, String usage) {
    return new Flag(name, "", FlagKind.DURATION, "", usage, false);
  }

  /** A flag that takes a number, zero if not given. */
  public static Flag integer(String name, String usage) {
    return new Flag(name, "", FlagKind.INTEGER, "0", usage, false);
  }

  /** The same flag with a one-letter name beside the long one. */
  public Flag or(String letter) {
    return new Flag(name, letter, kind, standard, usage, hidden);
  }

  /** The same flag with a value it has when it is not given. */
  public Flag standard(String value) {
    return new Flag(name, alias, kind, value, usage, hidden);
  }

  /** The same flag, left out of help texts. */
  public Flag hide() {
    return new Flag(name, alias, kind, standard, usage, true);
  }

  /** All names without dashes, the long one first. */
  public List<String> names() {
    return alias.isEmpty() ? List.of(name) : List.of(name, alias);
  }

  /** All names as they are typed, the long one first: {@code --bundle}, {@code -b}. */
  public List<String> spellings() {
    return names().stream().map(Flag::spelled).toList();
  }

  /** The names as help texts show them, such as {@code --bundle string, -b string}. */
  public String synopsis() {
    var suffix = kind.takesValue() ? " " + kind.placeholder() : "";
    return String.join(", ", spellings().stream().map(n -> n + suffix).toList());
  }

  private static String spelled(String name) {
    return name.length() == 1 ? "-" + name : "--" + name;
  }
}
