package org.jrunc.core.linux;

import static org.jrunc.core.abi.Abi.AT_FDCWD;
import static org.jrunc.core.linux.Call.bytes;
import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.failure;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.quote;
import static org.jrunc.core.linux.Call.result;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Call.Argument;
import org.jrunc.core.linux.binding.LibC;

/**
 * Files of /proc, /sys and cgroup filesystems, whose content is the kernel talking. A write is one
 * write(2), because that is the unit in which the kernel takes a value; a failure names the path,
 * the value and the errno.
 */
public final class KernelFile {
  private static final int CHUNK = 8192;

  private KernelFile() {}

  /** The whole content. */
  public static String read(Path file) {
    return text(file, opened(file, openForReading(file)));
  }

  /** The whole content; empty if there is no such file, or no such process or cgroup any more. */
  public static Optional<String> readIfPresent(Path file) {
    long fd = openForReading(file);
    if (isAbsent(fd)) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(file, opened(file, fd)));
    } catch (SyscallFailure e) {
      // The files of a process stay open when it ends, but say ESRCH from then on; those of a
      // cgroup
      // say ENODEV.
      if (e.is(Errno.ESRCH) || e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Writes a value into a file that exists. */
  public static void write(Path file, String value) {
    int flags = OpenFlags.WRITE | OpenFlags.TRUNCATE | Abi.O_CLOEXEC;
    byte[] name = bytes(file);
    long fd = result(() -> LibC.openat(AT_FDCWD, name, flags, 0));
    check(fd, what(file, value), "open", file, new Argument(OpenFlags.NAMES, flags));
    try (var open = Fd.owned((int) fd)) {
      byte[] content = value.getBytes(StandardCharsets.UTF_8);
      long done = result(() -> LibC.write(open.number(), content, content.length));
      check(done, what(file, value), "write", open, quote(value), content.length);
    }
  }

  private static String what(Path file, String value) {
    return "write `" + value.strip() + "` to `" + file + "`";
  }

  private static long openForReading(Path file) {
    byte[] name = bytes(file);
    return result(() -> LibC.openat(AT_FDCWD, name, Abi.O_RDONLY | Abi.O_CLOEXEC, 0));
  }

  private static boolean isAbsent(long fd) {
    return is(fd, Errno.ENOENT) || is(fd, Errno.ENOTDIR) || is(fd, Errno.ESRCH);
  }

  private static Fd opened(Path file, long fd) {
    if (fd < 0) {
      throw failure(fd, "read `" + file + "`", "open", file, "O_RDONLY|O_CLOEXEC");
    }
    return Fd.owned((int) fd);
  }

  private static String text(Path file, Fd fd) {
    try (fd) {
      var content = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (true) {
        long count = result(() -> LibC.read(fd.number(), chunk, chunk.length));
        check(count, "read `" + file + "`", "read", fd, "buffer", chunk.length);
        if (count == 0) {
          return content.toString(StandardCharsets.UTF_8);
        }
        content.write(chunk, 0, (int) count);
      }
    }
  }
}
