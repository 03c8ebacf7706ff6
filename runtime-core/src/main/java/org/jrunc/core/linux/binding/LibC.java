package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The functions of the C library that jrunc calls, but for those of {@link LibCRest}. Every method
 * returns what the C function returns; after a -1 the error number is {@link #errno()}, to be read
 * before any other native call. Paths are NUL-terminated bytes. Variadic functions have the one
 * shape that is used.
 */
public final class LibC {
  static {
    // The process itself has the C library already; a search for a file could find another one.
    Native.register(LibC.class, NativeLibrary.getProcess());
  }

  private LibC() {}

  /** The error number that the last call of this thread left. */
  public static int errno() {
    return Native.getLastError();
  }

  // Files.

  /** A new fd, or -1: open(2). */
  public static native int openat(int dirfd, byte[] path, int flags, int mode);

  /** 0, or -1: close(2). */
  public static native int close(int fd);

  /** The number of bytes read, 0 at the end of the file, or -1: read(2). */
  public static native long read(int fd, byte[] buffer, long count);

  /** The number of bytes read, 0 at the end of the file, or -1: pread(2). */
  public static native long pread(int fd, byte[] buffer, long count, long offset);

  /** The new offset, or -1: lseek(2). */
  public static native long lseek(int fd, long offset, int whence);

  /** The number of bytes written, or -1: write(2). */
  public static native long write(int fd, byte[] buffer, long count);

  /** Depends on the command, or -1: fcntl(2). */
  public static native int fcntl(int fd, int command, long argument);

  /** 0, or -1: fsync(2). */
  public static native int fsync(int fd);

  /** 0, or -1: flock(2). */
  public static native int flock(int fd, int operation);

  /** 0, or -1: statx(2). */
  public static native int statx(int dirfd, byte[] path, int flags, int mask, Pointer statx);

  /** The number of bytes placed, not terminated, or -1: readlink(2). */
  public static native long readlinkat(int dirfd, byte[] path, byte[] buffer, long size);

  /** 0, or -1: mkdir(2). */
  public static native int mkdirat(int dirfd, byte[] path, int mode);

  /** 0, or -1: unlink(2), rmdir(2). */
  public static native int unlinkat(int dirfd, byte[] path, int flags);

  /** 0, or -1: rename(2). */
  public static native int renameat(int fromDirfd, byte[] from, int toDirfd, byte[] to);

  // Sockets, pipes, events.

  /** 0, or -1: shutdown(2). */
  public static native int shutdown(int fd, int how);

  /** 0, or -1: getsockopt(2). */
  public static native int getsockopt(int fd, int level, int name, int[] value, int[] length);

  /** The number of bytes sent, or -1: send(2). */
  public static native long sendmsg(int fd, Pointer message, int flags);

  /** The number of bytes received, 0 at the end, or -1: recv(2). */
  public static native long recvmsg(int fd, Pointer message, int flags);

  /** 0, or -1: pipe(2). */
  public static native int pipe2(int[] fds, int flags);

  /** The number of fds with events, 0 after the timeout, or -1: poll(2). */
  public static native int poll(Pointer fds, long count, int timeoutMillis);

  // Processes.

  /** 0, or -1: kill(2). */
  public static native int kill(int pid, int signal);

  /** Depends on the operation, or -1: prctl(2). */
  public static native int prctl(int operation, long a, long b, long c, long d);

  /** The pid of this process: getpid(2). */
  public static native int getpid();

  /** The effective user id: getuid(2). */
  public static native int geteuid();

  /** The real user id: getuid(2). */
  public static native int getuid();

  /** 0, or -1: clock_gettime(2). */
  public static native int clock_gettime(int clock, long[] timespec);

  /** Depends on the call, or -1: syscall(2). For calls younger than the C library. */
  public static native long syscall(long number, long a, long b, long c, long d, long e, long f);
}
