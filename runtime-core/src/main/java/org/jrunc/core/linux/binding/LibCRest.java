package org.jrunc.core.linux.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The functions of the C library that the short commands do not call. Apart from {@link LibC},
 * because every function of a class is bound at once, at 60 microseconds in a cold process. Errors
 * are told as there.
 */
public final class LibCRest {
  static {
    Native.register(LibCRest.class, NativeLibrary.getProcess());
  }

  private LibCRest() {}

  /** 0, or -1: symlink(2). */
  public static native int symlinkat(byte[] target, int dirfd, byte[] path);

  /** 0, or -1: chown(2). */
  public static native int fchownat(int dirfd, byte[] path, int uid, int gid, int flags);

  /** 0, or -1: chown(2). */
  public static native int fchown(int fd, int uid, int gid);

  /** 0, or -1: tcgetattr(3). */
  public static native int tcgetattr(int fd, byte[] termios);

  /** 0, or -1: tcsetattr(3). */
  public static native int tcsetattr(int fd, int actions, byte[] termios);

  /** 0, or -1: chmod(2). */
  public static native int fchmodat(int dirfd, byte[] path, int mode, int flags);

  /** 0, or -1: chmod(2). */
  public static native int fchmod(int fd, int mode);

  /** A new fd, or -1: memfd_create(2). */
  public static native int memfd_create(byte[] name, int flags);

  /** 0, or -1: mount(2). */
  public static native int mount(
      byte[] source, byte[] target, byte[] type, long flags, byte[] data);

  /** 0, or -1: umount(2). */
  public static native int umount2(byte[] target, int flags);

  /** 0, or -1: mknod(2). */
  public static native int mknodat(int dirfd, byte[] path, int mode, long device);

  /** 0, or -1: statfs(2). */
  public static native int statfs(byte[] path, Pointer statfs);

  /** A new fd, or -1: socket(2). */
  public static native int socket(int domain, int type, int protocol);

  /** 0, or -1: bind(2). */
  public static native int bind(int fd, Pointer address, int length);

  /** 0, or -1: connect(2). */
  public static native int connect(int fd, Pointer address, int length);

  /** 0, or -1: listen(2). */
  public static native int listen(int fd, int backlog);

  /** A new fd, or -1: accept(2). */
  public static native int accept4(int fd, Pointer address, Pointer length, int flags);

  /** 0, or -1: getsockname(2). */
  public static native int getsockname(int fd, Pointer address, int[] length);

  /** 0, or -1: prlimit(2). */
  public static native int prlimit(int pid, int resource, long[] newLimit, long[] oldLimit);

  /** 0, or -1: uname(2). */
  public static native int uname(byte[] utsname);

  /** 0, or -1: ftruncate(2). */
  public static native int ftruncate(int fd, long length);

  /** 0, or -1: rename(2). */
  public static native int renameat2(int fromDirfd, byte[] from, int toDirfd, byte[] to, int flags);

  /** A new fd, or -1: eventfd(2). */
  public static native int eventfd(int start, int flags);

  /** 0, or -1: socketpair(2). */
  public static native int socketpair(int domain, int type, int protocol, int[] fds);

  /** 0, or -1: waitid(2). */
  public static native int waitid(int idtype, int id, Pointer siginfo, int options);
}
