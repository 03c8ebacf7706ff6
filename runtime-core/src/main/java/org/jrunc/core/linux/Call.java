package org.jrunc.core.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jrunc.core.abi.Elements;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Format;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.binding.LibC;

/** Performs calls of the C library: the one place where errno is read and EINTR is answered. */
final class Call {
  private static final int INTERRUPTED = Errno.EINTR.number();
  private static final int MAX_TEXT = 64;

  private Call() {}

  /** An argument of a call that prints in its own way. */
  record Argument(Format format, long value) {}

  /** The result of the call, or the negative errno. Repeats the call while signals interrupt it. */
  static long result(LongSupplier call) {
    while (true) {
      long result = call.getAsLong();
      if (result >= 0) {
        return result;
      }
      int errno = LibC.errno();
      if (errno != INTERRUPTED) {
        return -errno;
      }
    }
  }

  /**
   * The result as it is, if it is not an error.
   *
   * @param what what was being done, beginning with a verb
   * @param name the C name of the call
   * @param arguments a {@link Path} prints quoted, an {@link Fd} or number as number, an {@link
   *     Argument} in its own way, a string as it is
   * @throws SyscallFailure if the result is a negative errno
   */
  static long check(long result, String what, String name, Object... arguments) {
    if (result < 0) {
      throw failure(result, what, name, arguments);
    }
    return result;
  }

  /** The failure for a negative errno. */
  static SyscallFailure failure(long result, String what, String name, Object... arguments) {
    var texts = new ArrayList<String>();
    for (var argument : arguments) {
      texts.add(text(argument));
    }
    return new SyscallFailure(
        what, name + "(" + String.join(", ", texts) + ")", Math.toIntExact(-result));
  }

  /** Whether a result is this error. */
  static boolean is(long result, Errno errno) {
    return result == -errno.number();
  }

  /** A path as C wants it: bytes ended by a NUL. */
  static byte[] bytes(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : encoded) {
      if (b == 0) {
        throw new IllegalArgumentException("a NUL byte in " + quote(text));
      }
    }
    return java.util.Arrays.copyOf(encoded, encoded.length + 1);
  }

  /** A path as C wants it: bytes ended by a NUL. */
  static byte[] bytes(Path path) {
    return bytes(path.toString());
  }

  /** A string as strace prints it: quoted, escaped, at most 64 characters. */
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    int end = Math.min(text.length(), MAX_TEXT);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\%o", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append(end < text.length() ? "\"..." : "\"").toString();
  }

  private static String text(Object argument) {
    return switch (argument) {
      case Argument(Format format, long value) -> format.render(value);
      case Path path -> quotePath(path);
      case Fd fd -> Integer.toString(fd.number());
      case List<?> list -> Elements.first(list.stream().map(Call::text).toList());
      default -> argument.toString();
    };
  }

  // A path names the object of the error, so it is never cut.
  private static String quotePath(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
