package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.bytes;
import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.quote;
import static org.jrunc.core.linux.Call.result;

import org.jrunc.core.abi.Errno;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibCRest;

/** Files that live in memory only. */
final class MemoryFiles {
  private static final int CLOSE_ON_EXEC = 0x1;
  private static final int ALLOW_SEALING = 0x2;
  private static final int NO_EXECUTE_SEAL = 0x8;
  private static final int EXECUTABLE = 0x10;
  private static final int ADD_SEALS = 1033;
  // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE.
  private static final int ALL_SEALS = 0xf;

  private MemoryFiles() {}

  static Fd sealed(FileCalls files, String name, byte[] content, boolean executable) {
    var file = create(name, executable ? EXECUTABLE : NO_EXECUTE_SEAL);
    try {
      files.write(file, content);
      // Whoever gets it reads from the beginning, as a hook does its standard input.
      check(result(() -> LibC.lseek(file.number(), 0, 0)), "rewind a file", "lseek", file);
      long done = result(() -> LibC.fcntl(file.number(), ADD_SEALS, ALL_SEALS));
      check(
          done,
          "seal the memory file `" + name + "`",
          "fcntl",
          file,
          "F_ADD_SEALS",
          "F_SEAL_SEAL|F_SEAL_SHRINK|F_SEAL_GROW|F_SEAL_WRITE");
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  static Fd create(String name) {
    return create(name, NO_EXECUTE_SEAL);
  }

  private static Fd create(String name, int executeFlag) {
    byte[] label = bytes(name);
    long fd = create(label, executeFlag);
    if (is(fd, Errno.EINVAL)) {
      // Before 6.3 the kernel knows no execute flags, and every such file may be executed.
      fd = create(label, 0);
    }
    return Fd.owned(
        (int)
            check(
                fd,
                "make the memory file `" + name + "`",
                "memfd_create",
                quote(name),
                "MFD_CLOEXEC|MFD_ALLOW_SEALING"));
  }

  private static long create(byte[] label, int executeFlag) {
    return result(() -> LibCRest.memfd_create(label, CLOSE_ON_EXEC | ALLOW_SEALING | executeFlag));
  }
}
