package org.jrunc.core.program;

import java.util.Locale;

/** Strings as strace prints them: in double quotes, control characters escaped. */
final class Quoted {
  private static final int LIMIT = 160;

  private Quoted() {}

  static String of(String value) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length(), LIMIT); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append(value.length() > LIMIT ? "\"..." : "\"").toString();
  }
}
