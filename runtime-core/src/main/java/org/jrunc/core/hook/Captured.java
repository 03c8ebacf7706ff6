package org.jrunc.core.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
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

  /** How long ago a hook began that noted this as the time of access of its output file. */
  public static Duration sinceBegin(Fd output) {
    var file = Path.of("/proc/self/fd/" + output.number());
    try {
      var began =
          Files.readAttributes(file, BasicFileAttributes.class).lastAccessTime().toInstant();
      var spent = Duration.between(began, Instant.now());
      return spent.isNegative() ? Duration.ZERO : spent;
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }

  /** The text on one line, without what could control a terminal. */
  private static String clean(byte[] bytes, int length) {
    var text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    return text.replace("\n", "; ").replaceAll("\\p{Cntrl}", "?");
  }
}
