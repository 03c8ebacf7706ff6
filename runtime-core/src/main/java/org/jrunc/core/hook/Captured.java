package org.jrunc.core.hook;

import java.nio.charset.StandardCharsets;

/** Output of a hook on its way into a message. */
public final class Captured {
  private Captured() {}

  /** The text on one line, without what could control a terminal. */
  public static String clean(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return text.replace("\n", "; ").replaceAll("\\p{Cntrl}", "?");
  }
}
