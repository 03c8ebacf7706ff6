package org.jrunc.cli.render;

import java.util.HexFormat;

/** Texts as Go's {@code strconv.Quote} and logrus write them, which log readers expect. */
public final class GoText {
  private GoText() {}

  /** The text between double quotes, with everything unprintable escaped. */
  public static String quote(String text) {
    return '"' + escape(text, true) + '"';
  }

  /**
   * The text on one line: control characters are escaped, so that nothing a container or its config
   * says can forge a second line or drive a terminal.
   */
  public static String singleLine(String text) {
    return escape(text, false);
  }

  /** The text as the value of a logrus field: quoted only if it has to be. */
  public static String field(String text) {
    var plain = !text.isEmpty() && text.chars().allMatch(GoText::needsNoQuotes);
    return plain ? text : quote(text);
  }

  private static boolean needsNoQuotes(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._/@^+".indexOf(c) >= 0;
  }

  private static String escape(String text, boolean quotes) {
    var out = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(c -> append(out, c, quotes));
    return out.toString();
  }

  private static void append(StringBuilder out, int c, boolean quotes) {
    switch (c) {
      case '"', '\\' -> out.append(quotes ? "\\" : "").appendCodePoint(c);
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> appendOther(out, c);
    }
  }

  private static void appendOther(StringBuilder out, int c) {
    var hex = HexFormat.of();
    if (c < ' ' || c == 0x7f) {
      out.append("\\x").append(hex.toHexDigits((byte) c));
    } else if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else if (c <= 0xffff) {
      out.append("\\u").append(hex.toHexDigits((short) c));
    } else {
      out.append("\\U").append(hex.toHexDigits(c));
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
