package org.jrunc.cli.command;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Signals by name or number, see signal(7). The numbers are those of x86-64 and arm64. */
final class SignalName {
  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;

  /** The names without SIG, in the order of their numbers, which begin at 1. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final Pattern REAL_TIME = Pattern.compile("RT(MIN|MAX)(?:([+-])([0-9]{1,2}))?");

  private SignalName() {}

  /**
   * The number of a signal: of a name in any case, with or without SIG, of a real-time name such as
   * {@code RTMIN+3}, or a number as it is. Empty if there is no such signal.
   */
  static OptionalInt number(String text) {
    if (text.matches("[+-]?[0-9]+")) {
      return number(new BigInteger(text));
    }
    var upper = text.toUpperCase(Locale.ROOT);
    var name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    var index = NAMES.indexOf(synonym(name));
    return index >= 0 ? OptionalInt.of(index + 1) : realTime(name);
  }

  /** What runc takes for a number, though it be none of a signal: the kernel refuses it then. */
  private static OptionalInt number(BigInteger value) {
    if (value.bitLength() >= Long.SIZE) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(value.bitLength() >= Integer.SIZE ? -1 : value.intValue());
  }

  private static String synonym(String name) {
    return switch (name) {
      case "IOT" -> "ABRT";
      case "CLD" -> "CHLD";
      case "POLL" -> "IO";
      default -> name;
    };
  }

  private static OptionalInt realTime(String name) {
    var matcher = REAL_TIME.matcher(name);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    var base = name.startsWith("RTMIN") ? FIRST_REAL_TIME : LAST;
    var distance = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    var number = "-".equals(matcher.group(2)) ? base - distance : base + distance;
    return number >= FIRST_REAL_TIME && number <= LAST
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }
}
