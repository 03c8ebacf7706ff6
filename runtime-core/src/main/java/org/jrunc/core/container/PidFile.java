package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** The file that tells a caller the pid: digits without a newline, there whole or not at all. */
final class PidFile {
  private static final int MODE = 0666;

  private PidFile() {}

  static void write(Kernel kernel, Path file, int pid) {
    var beside = file.resolveSibling("." + file.getFileName());
    int flags = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE | OpenFlags.TRUNCATE;
    try (var open = kernel.open(beside, flags, MODE)) {
      kernel.write(open, Integer.toString(pid).getBytes(StandardCharsets.US_ASCII));
    }
    try {
      kernel.rename(beside, file);
    } catch (SyscallFailure e) {
      kernel.unlink(beside);
      throw e;
    }
  }
}
