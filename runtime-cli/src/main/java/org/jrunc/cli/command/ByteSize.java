package org.jrunc.cli.command;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes with a unit, a power of 1024, as docker/go-units reads them: 64M, 1.5 GiB, 512kb. */
final class ByteSize {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]*)?|\\.[0-9]+");
  private static final String UNITS = "bkmgtp";
  private static final int STEP = 10;

  private ByteSize() {}

  /**
   * The number of bytes, fractions cut off.
   *
   * @throws IllegalArgumentException in go-units' words
   */
  static long parse(String text) {
    int last = text.length();
    while (last > 0 && "0123456789. ".indexOf(text.charAt(last - 1)) < 0) {
      last--;
    }
    int end = last > 0 && text.charAt(last - 1) == ' ' ? last - 1 : last;
    var number = text.substring(0, end);
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    var suffix = text.substring(last).toLowerCase(Locale.ROOT);
    var factor = BigDecimal.valueOf(1L << (STEP * power(suffix)));
    var size = new BigDecimal(number).multiply(factor).toBigInteger();
    if (size.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    return size.longValue();
  }

  private static int power(String suffix) {
    if (suffix.isEmpty()) {
      return 0;
    }
    int power = UNITS.indexOf(suffix.charAt(0));
    var rest = suffix.substring(1);
    if (power < 0 || !(rest.isEmpty() || (power > 0 && (rest.equals("b") || rest.equals("ib"))))) {
      throw new IllegalArgumentException("invalid suffix: '" + suffix + "'");
    }
    return power;
  }
}
