package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The part of the C library that starts processes, posix_spawn(3). Every function returns 0 or an
 * error number, and leaves errno alone. Bound apart from {@link LibC} because only the use as a
 * library needs it, and because not every C library has all of it.
 */
public final class PosixSpawn {
  /** More than the size of {@code posix_spawn_file_actions_t} of any C library. */
  public static final int ACTIONS_SIZE = 512;

  /** More than the size of {@code posix_spawnattr_t} of any C library. */
  public static final int ATTRIBUTES_SIZE = 1024;

  /** The size of {@code sigset_t}. */
  public static final int SIGSET_SIZE = 128;

  static {
    Native.register(PosixSpawn.class, NativeLibrary.getProcess());
  }

  private PosixSpawn() {}

  /** 0, or an error number: posix_spawn(3). */
  public static native int posix_spawn(
      int[] pid, byte[] path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

  /** 0, or an error number: posix_spawn_file_actions_init(3). */
  public static native int posix_spawn_file_actions_init(Pointer actions);

  /** 0, or an error number: posix_spawn_file_actions_destroy(3). */
  public static native int posix_spawn_file_actions_destroy(Pointer actions);

  /** 0, or an error number: posix_spawn_file_actions_adddup2(3). */
  public static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

  /** 0, or an error number: posix_spawn_file_actions_addchdir_np(3). */
  public static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

  /** 0, or an error number: posix_spawn_file_actions_addclosefrom_np(3). */
  public static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

  /** 0, or an error number: posix_spawnattr_init(3). */
  public static native int posix_spawnattr_init(Pointer attributes);

  /** 0, or an error number: posix_spawnattr_destroy(3). */
  public static native int posix_spawnattr_destroy(Pointer attributes);

  /** 0, or an error number: posix_spawnattr_setflags(3). */
  public static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  /** 0, or an error number: posix_spawnattr_setsigdefault(3). */
  public static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

  /** 0, or an error number: posix_spawnattr_setsigmask(3). */
  public static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);
}
