package org.jrunc.core.cgroup;

import java.nio.file.Path;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.KernelFile;

/** One file of a cgroup. */
final class CgroupFile {
  private CgroupFile() {}

  /** Writes a value; a failure names the file, the value and the error. */
  static void write(Path file, String value) {
    try {
      KernelFile.write(file, value);
    } catch (SyscallFailure e) {
      throw new CgroupFailure(file.toString(), value, e.errno());
    }
  }
}
