package org.jrunc.core.abi;

import java.util.Locale;

/** How one argument of a system call is printed. */
@FunctionalInterface
public interface Format {
  /** A signed decimal number. */
  Format DECIMAL = Long::toString;

  /** A hexadecimal number; zero without prefix. */
  Format HEX = value -> value == 0 ? "0" : String.format(Locale.ROOT, "0x%x", value);

  /** File mode bits, in octal with a leading zero. */
  Format OCTAL = value -> value == 0 ? "0" : String.format(Locale.ROOT, "0%o", value);

  /** A file descriptor, or {@code AT_FDCWD}. */
  Format DESCRIPTOR = value -> value == Abi.AT_FDCWD ? "AT_FDCWD" : Long.toString(value);

  /** An address; a null pointer prints as {@code NULL}. */
  Format ADDRESS = value -> value == 0 ? "NULL" : String.format(Locale.ROOT, "0x%x", value);

  /** The last descriptor of a range; the largest prints as {@code ~0U}. */
  Format DESCRIPTOR_LIMIT = value -> value == Abi.MAX_DESCRIPTOR ? "~0U" : Long.toString(value);

  /** Prints the raw value of an argument. */
  String render(long value);
}
