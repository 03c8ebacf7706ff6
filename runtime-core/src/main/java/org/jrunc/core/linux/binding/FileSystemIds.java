package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The ids of the calling thread alone that count for files. Bound apart from {@link LibC} because
 * few containers need them. Neither function tells errors.
 */
public final class FileSystemIds {
  static {
    Native.register(FileSystemIds.class, NativeLibrary.getProcess());
  }

  private FileSystemIds() {}

  /** The former user id; nothing changes for -1: setfsuid(2). */
  public static native int setfsuid(int uid);

  /** The former group id; nothing changes for -1: setfsgid(2). */
  public static native int setfsgid(int gid);
}
