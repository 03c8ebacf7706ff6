package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** POSIX regular expressions: regex(3). Bound apart from {@link LibC}, as hardly anybody asks. */
public final class LibCRegex {
  static {
    Native.register(LibCRegex.class, NativeLibrary.getProcess());
  }

  private LibCRegex() {}

  /** 0, or an error number of its own. */
  public static native int regcomp(Pointer compiled, byte[] pattern, int flags);

  /** 0 if the text matches, or an error number of its own. */
  public static native int regexec(
      Pointer compiled, byte[] text, long matches, Pointer match, int flags);

  /** The size of the whole message, which is cut to {@code size}. */
  public static native long regerror(int error, Pointer compiled, byte[] message, long size);

  /** Gives back what {@link #regcomp} allocated. */
  public static native void regfree(Pointer compiled);
}
