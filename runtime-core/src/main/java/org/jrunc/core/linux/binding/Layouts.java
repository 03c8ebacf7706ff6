package org.jrunc.core.linux.binding;

/**
 * Offsets and sizes of the C structs that the facade reads and writes, in bytes. They hold on every
 * 64-bit Linux; a test has the C compiler prove them.
 */
public final class Layouts {
  private Layouts() {}

  /** {@code struct iovec}: readv(2). */
  public static final class Iovec {
    /** The address of the bytes. */
    public static final int BASE = 0;

    /** Their number. */
    public static final int LENGTH = 8;

    /** The size. */
    public static final int SIZE = 16;

    private Iovec() {}
  }

  /** {@code struct msghdr}: recv(2). */
  public static final class Msghdr {
    /** The address of the iovecs. */
    public static final int IOV = 16;

    /** Their number. */
    public static final int IOVLEN = 24;

    /** The address of the control messages. */
    public static final int CONTROL = 32;

    /** The number of their bytes. */
    public static final int CONTROLLEN = 40;

    /** Flags of the received message. */
    public static final int FLAGS = 48;

    /** The size. */
    public static final int SIZE = 56;

    private Msghdr() {}
  }

  /** {@code struct cmsghdr}: cmsg(3). */
  public static final class Cmsghdr {
    /** The length, header included. */
    public static final int LEN = 0;

    /** The protocol. */
    public static final int LEVEL = 8;

    /** The kind within the protocol. */
    public static final int TYPE = 12;

    /** Where the content begins; also the alignment unit is 8. */
    public static final int DATA = 16;

    private Cmsghdr() {}
  }

  /** {@code struct sockaddr_un}: unix(7). */
  public static final class SockaddrUn {
    /** The address family. */
    public static final int FAMILY = 0;

    /** The path. */
    public static final int PATH = 2;

    /** The size. */
    public static final int SIZE = 110;

    private SockaddrUn() {}
  }

  /** {@code struct pollfd}: poll(2). */
  public static final class Pollfd {
    /** The descriptor. */
    public static final int FD = 0;

    /** What is asked for. */
    public static final int EVENTS = 4;

    /** What happened. */
    public static final int REVENTS = 6;

    /** The size. */
    public static final int SIZE = 8;

    private Pollfd() {}
  }

  /** {@code siginfo_t} as waitid(2) fills it. */
  public static final class Siginfo {
    /** How the process changed. */
    public static final int CODE = 8;

    /** Its pid. */
    public static final int PID = 16;

    /** Its exit code or signal. */
    public static final int STATUS = 24;

    /** The size. */
    public static final int SIZE = 128;

    private Siginfo() {}
  }

  /** {@code struct statx}: statx(2). */
  public static final class Statx {
    /** The owner. */
    public static final int UID = 20;

    /** The owning group. */
    public static final int GID = 24;

    /** The type and the mode. */
    public static final int MODE = 28;

    /** The inode number. */
    public static final int INO = 32;

    /** The size in bytes. */
    public static final int FILE_SIZE = 40;

    /** Major number of the device it is, if it is one. */
    public static final int RDEV_MAJOR = 128;

    /** Minor number of the device it is, if it is one. */
    public static final int RDEV_MINOR = 132;

    /** Major number of the device it is on. */
    public static final int DEV_MAJOR = 136;

    /** Minor number of the device it is on. */
    public static final int DEV_MINOR = 140;

    /** The size. */
    public static final int SIZE = 256;

    private Statx() {}
  }

  /** {@code struct statfs}: statfs(2). */
  public static final class Statfs {
    /** The magic number of the filesystem. */
    public static final int TYPE = 0;

    /** The size. */
    public static final int SIZE = 120;

    private Statfs() {}
  }

  /** {@code struct utsname}: uname(2). */
  public static final class Utsname {
    /** The length of each of the six strings, NUL included. */
    public static final int FIELD = 65;

    /** The size. */
    public static final int SIZE = 390;

    private Utsname() {}
  }
}
