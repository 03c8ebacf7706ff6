package org.jrunc.core.hook;

import java.nio.charset.StandardCharsets;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;

/** Output of a hook on its way into a message. */
public final class Captured {
  private static final int LIMIT = 4096;

  private Captured() {}

  /** The last 4 KiB of what a hook printed to a file, as the end of a message; may be empty. */
  public static String tail(Kernel kernel, Fd output) {
    long size = kernel.facts(output).size();
    var buffer = new byte[(int) Math.min(size, LIMIT)];
    int count = kernel.readAt(output, buffer, size - buffer.length);
    return count <= 0 ? "" : ", output: " + clean(buffer, count);
  }

  /** The text on one line, without what could control a terminal. */
  private static String clean(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return text.replace("\n", "; ").replaceAll("\\p{Cntrl}", "?");
  }
}
