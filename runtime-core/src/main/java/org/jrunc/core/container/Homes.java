package org.jrunc.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;

/** Home directories in the passwd file of a root file system, passwd(5). */
final class Homes {
  private static final int UID = 2;
  private static final int HOME = 5;
  private static final int MAX_SIZE = 1 << 20;

  private final Kernel kernel;
  private final Path rootfs;

  Homes(Kernel kernel, Path rootfs) {
    this.kernel = kernel;
    this.rootfs = rootfs;
  }

  /** The home directory of a user, if the image has a passwd file that knows it. */
  Optional<String> of(long uid) {
    try (var root = kernel.openPath(rootfs);
        var passwd = kernel.openInRoot(root, "etc/passwd")) {
      var buffer = new byte[MAX_SIZE];
      int length = 0;
      int count;
      do {
        var chunk = new byte[65_536];
        count = kernel.read(passwd, chunk);
        System.arraycopy(chunk, 0, buffer, length, Math.min(count, MAX_SIZE - length));
        length += count;
      } while (count > 0 && length < MAX_SIZE);
      return find(new String(buffer, 0, Math.min(length, MAX_SIZE), UTF_8), uid);
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }

  private static Optional<String> find(String passwd, long uid) {
    for (var line : passwd.split("\n")) {
      var fields = line.split(":", -1);
      if (fields.length > HOME && fields[UID].equals(Long.toString(uid))) {
        return Optional.of(fields[HOME]);
      }
    }
    return Optional.empty();
  }
}
