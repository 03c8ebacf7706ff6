package org.jrunc.cli.command;

import org.jrunc.cli.render.GoText;

/** Decimal numbers as Go's strconv reads them, with its words for those that are none. */
final class GoNumber {
  private GoNumber() {}

  /** What ParseInt reads. */
  static long signed(String text) {
    return parse("ParseInt", text, "[+-]?[0-9]+");
  }

  /** What ParseUint reads, up to the largest signed number. */
  static long unsigned(String text) {
    return parse("ParseUint", text, "[0-9]+");
  }

  private static long parse(String function, String text, String form) {
    if (!text.matches(form)) {
      throw complaint(function, text, "invalid syntax");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw complaint(function, text, "value out of range");
    }
  }

  private static IllegalArgumentException complaint(String function, String text, String problem) {
    return new IllegalArgumentException(
        "strconv." + function + ": parsing " + GoText.quote(text) + ": " + problem);
  }
}
