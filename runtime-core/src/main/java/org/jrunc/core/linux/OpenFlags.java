package org.jrunc.core.linux;

import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.FlagNames;

/** How a file is opened: open(2). {@code O_CLOEXEC} is always added. */
public final class OpenFlags {
  /** For reading. */
  public static final int READ = Abi.O_RDONLY;

  /** For writing. */
  public static final int WRITE = Abi.O_WRONLY;

  /** For both. */
  public static final int READ_WRITE = Abi.O_RDWR;

  /** Make the file if it is not there. */
  public static final int CREATE = Abi.O_CREAT;

  /** Fail if the file is there. */
  public static final int EXCLUSIVE = Abi.O_EXCL;

  /** Empty the file first. */
  public static final int TRUNCATE = 0x200;

  /** Write at the end. */
  public static final int APPEND = 0x400;

  /** Never wait. */
  public static final int NON_BLOCKING = Abi.O_NONBLOCK;

  /** Only a reference to the file, good for the calls that take a descriptor instead of a path. */
  public static final int PATH = Abi.O_PATH;

  /** Never become the controlling terminal. */
  public static final int NO_TERMINAL = Abi.O_NOCTTY;

  /** Fail if the last component is not a directory. */
  public static final int DIRECTORY = differing(0x10000, 0x4000);

  /** Fail if the last component is a symbolic link; with {@link #PATH}, refer to the link. */
  public static final int NO_FOLLOW = differing(0x20000, 0x8000);

  static final FlagNames NAMES =
      FlagNames.flags()
          .with("O_WRONLY", WRITE)
          .with("O_RDWR", READ_WRITE)
          .with("O_CREAT", CREATE)
          .with("O_EXCL", EXCLUSIVE)
          .with("O_NOCTTY", NO_TERMINAL)
          .with("O_TRUNC", TRUNCATE)
          .with("O_APPEND", APPEND)
          .with("O_NONBLOCK", NON_BLOCKING)
          .with("O_DIRECTORY", DIRECTORY)
          .with("O_NOFOLLOW", NO_FOLLOW)
          .with("O_CLOEXEC", Abi.O_CLOEXEC)
          .with("O_PATH", PATH)
          .with("O_RDONLY", READ);

  private OpenFlags() {}

  // asm/fcntl.h of each architecture
  private static int differing(int onX86, int onArm) {
    return switch (Architecture.of(System.getProperty("os.arch", ""))) {
      case X86_64 -> onX86;
      case AARCH64 -> onArm;
    };
  }
}
