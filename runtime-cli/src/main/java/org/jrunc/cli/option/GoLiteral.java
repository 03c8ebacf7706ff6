package org.jrunc.cli.option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Numbers and durations as Go's flag package reads them, which runc's flags are made with. */
final class GoLiteral {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[1-9](?:_?[0-9])*");
  private static final Pattern OCTAL = Pattern.compile("[+-]?0[oO]?(?:_?[0-7])*");
  private static final Pattern HEXADECIMAL = Pattern.compile("[+-]?0[xX](?:_?[0-9a-fA-F])+");
  private static final Pattern BINARY = Pattern.compile("[+-]?0[bB](?:_?[01])+");
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final String SYNTAX = "parse error";
  private static final String RANGE = "value out of range";

  private GoLiteral() {}

  /**
   * A whole number: decimal, or {@code 0x}, {@code 0o}, {@code 0}, {@code 0b} before it says
   * otherwise; underscores may separate digits.
   *
   * @throws IllegalArgumentException with Go's word for what is wrong
   */
  static int integer(String text) {
    var value = new BigInteger(digits(text), radix(text));
    if (value.bitLength() >= Integer.SIZE) {
      throw new IllegalArgumentException(RANGE);
    }
    return value.intValue();
  }

  private static int radix(String text) {
    if (DECIMAL.matcher(text).matches()) {
      return 10;
    }
    if (OCTAL.matcher(text).matches()) {
      return 8;
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return 16;
    }
    if (BINARY.matcher(text).matches()) {
      return 2;
    }
    throw new IllegalArgumentException(SYNTAX);
  }

  /** Sign and digits alone; of a text that no radix fits the result is of no interest. */
  private static String digits(String text) {
    radix(text);
    return text.replace("_", "").replaceFirst("^([+-]?)0[xXoObB]", "$10");
  }

  /**
   * A duration in nanoseconds, such as {@code 5s}, {@code 1.5h} or {@code 1m30s}.
   *
   * @throws IllegalArgumentException with Go's word for what is wrong
   */
  static long nanos(String text) {
    var unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return 0;
    }
    var sum = BigDecimal.ZERO;
    var part = PART.matcher(unsigned);
    int end = 0;
    while (part.find() && part.start() == end) {
      var unit = BigDecimal.valueOf(Objects.requireNonNull(NANOS.get(part.group(2))));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    if (end == 0 || end != unsigned.length()) {
      throw new IllegalArgumentException(SYNTAX);
    }
    var value = sum.toBigInteger();
    if (value.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException(RANGE);
    }
    return text.startsWith("-") ? -value.longValue() : value.longValue();
  }
}
