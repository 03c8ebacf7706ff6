package org.jrunc.core.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.spec.Mount;

/** Home directories in the passwd file that a container will see, passwd(5). */
final class Homes {
  private static final String PASSWD = "/etc/passwd";
  private static final int UID = 2;
  private static final int HOME = 5;

  /** What lies behind in a larger file is not found: the image chooses how long we read. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int CHUNK = 8192;

  private final Kernel kernel;
  private final Path bundle;
  private final Path rootfs;

  Homes(Kernel kernel, Path bundle, Path rootfs) {
    this.kernel = kernel;
    this.bundle = bundle;
    this.rootfs = rootfs;
  }

  /** The home directory of a user, if there is a passwd file that knows it. */
  Optional<String> of(long uid, List<Mount> mounts) {
    try {
      return passwd(mounts).flatMap(text -> find(text, uid));
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }

  /** The last mount that covers the file decides; below a mount that is no bind there is none. */
  private Optional<String> passwd(List<Mount> mounts) {
    for (var mount : mounts.reversed()) {
      var target = MountPaths.clean(mount.destination());
      var source = mount.source();
      if (target.equals(PASSWD) || PASSWD.startsWith(target + "/")) {
        if (source == null || !(mount.isBind() || "bind".equals(mount.type()))) {
          return Optional.empty();
        }
        var place = Path.of(MountPaths.inBundle(bundle.toString(), source));
        return target.equals(PASSWD)
            ? read(kernel.openPath(place))
            : inside(place, PASSWD.substring(target.length()));
      }
    }
    return inside(rootfs, PASSWD);
  }

  private Optional<String> inside(Path directory, String path) {
    try (var root = kernel.openPath(directory)) {
      return read(kernel.openPathInRoot(root, path));
    }
  }

  /** Only a regular file is opened: opening a device can do things, and a fifo waits. */
  private Optional<String> read(Fd place) {
    try (place) {
      if (!kernel.facts(place).isRegular()) {
        return Optional.empty();
      }
      var again = Path.of("/proc/self/fd/" + place.number());
      try (var file = kernel.open(again, OpenFlags.READ | OpenFlags.NON_BLOCKING)) {
        return Optional.of(text(file));
      }
    }
  }

  private String text(Fd file) {
    var text = new ByteArrayOutputStream(CHUNK);
    var chunk = new byte[CHUNK];
    for (int n = kernel.read(file, chunk); n > 0; n = kernel.read(file, chunk)) {
      text.write(chunk, 0, n);
      if (text.size() >= MAX_SIZE) {
        break;
      }
    }
    return text.toString(StandardCharsets.UTF_8);
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
