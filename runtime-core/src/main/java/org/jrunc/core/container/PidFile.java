package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** The file that tells a caller the pid: digits without a newline, there whole or not at all. */
final class PidFile {
  private static final int MODE = 0666;

  private PidFile() {}

  /** Writes the file with the permissions that the caller leaves to new files. */
  static void write(Kernel kernel, Path file, int pid, Caller caller) {
    var beside = file.resolveSibling("." + file.getFileName());
    int flags = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.TRUNCATE;
    try (var open = kernel.open(beside, flags, MODE)) {
      finish(kernel, open, beside, file, pid, caller);
    }
  }

  private static void finish(
      Kernel kernel, Fd open, Path beside, Path file, int pid, Caller caller) {
    try {
      kernel.changeMode(open, MODE & ~caller.umask());
      kernel.write(open, Integer.toString(pid).getBytes(StandardCharsets.US_ASCII));
      kernel.rename(beside, file);
    } catch (SyscallFailure e) {
      kernel.unlink(beside);
      throw new HostFailure("cannot write pid file `" + file + "`: " + Errno.textOf(e.errno()));
    }
  }
}
