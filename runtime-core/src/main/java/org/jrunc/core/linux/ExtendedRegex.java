package org.jrunc.core.linux;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.LibCRegex;

/** A POSIX extended regular expression, regex(7), as the C library understands it. */
public final class ExtendedRegex implements AutoCloseable {
  private static final int EXTENDED = 1;
  private static final int NO_MATCHES = 8;

  /** More than any regex_t has: 64 bytes in glibc and musl. */
  private static final int ROOM = 256;

  private final Block compiled;

  private ExtendedRegex(Block compiled) {
    this.compiled = compiled;
  }

  /**
   * Compiles an expression.
   *
   * @throws HostFailure if it is none
   */
  public static ExtendedRegex of(String pattern) {
    var compiled = Block.of(ROOM);
    int error = LibCRegex.regcomp(compiled.pointer(), Call.bytes(pattern), EXTENDED | NO_MATCHES);
    if (error != 0) {
      var message = message(error, compiled);
      compiled.close();
      throw new HostFailure("invalid regular expression `" + pattern + "`: " + message);
    }
    return new ExtendedRegex(compiled);
  }

  private static String message(int error, Block compiled) {
    var bytes = new byte[ROOM];
    long size = LibCRegex.regerror(error, compiled.pointer(), bytes, bytes.length);
    int length = Math.clamp(size - 1, 0, ROOM - 1);
    return new String(bytes, 0, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  /** Whether the expression matches the text or a part of it. */
  public boolean matches(String text) {
    return LibCRegex.regexec(compiled.pointer(), Call.bytes(text), 0, null, 0) == 0;
  }

  @Override
  public void close() {
    LibCRegex.regfree(compiled.pointer());
    compiled.close();
  }
}
