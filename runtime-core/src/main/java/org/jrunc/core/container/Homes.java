package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.spec.Mount;

/** Home directories in the passwd file that a container will see, passwd(5). */
final class Homes {
  private static final String PASSWD = "/etc/passwd";
  private static final int UID = 2;
  private static final int HOME = 5;

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
            ? ImageFiles.text(kernel, kernel.openPath(place))
            : inside(place, PASSWD.substring(target.length()));
      }
    }
    return inside(rootfs, PASSWD);
  }

  private Optional<String> inside(Path directory, String path) {
    try (var root = kernel.openPath(directory)) {
      return ImageFiles.text(kernel, root, path);
    }
  }

  /** The home directory that a passwd file has for a user, whose number may begin with zeros. */
  static Optional<String> find(String passwd, long uid) {
    for (var line : passwd.split("\n")) {
      var fields = line.split(":", -1);
      if (fields.length > HOME
          && Accounts.number(fields, UID).filter(id -> id == uid).isPresent()) {
        return Optional.of(fields[HOME]);
      }
    }
    return Optional.empty();
  }
}
