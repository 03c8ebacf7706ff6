package org.jrunc.core.container;

import java.io.IOException;
import java.nio.file.Path;
import org.jrunc.core.failure.SpecFailure;

/** Refuses a root file system behind a symbolic link, as runc does. */
final class RootLinks {
  private RootLinks() {}

  /**
   * Checks the path from the bundle on, or the whole path of a root file system elsewhere. One that
   * is missing or out of reach is left to the kernel.
   *
   * @throws SpecFailure if a component is a symbolic link
   */
  static void check(Path bundle, Path rootfs) {
    try {
      var expected =
          rootfs.startsWith(bundle)
              ? bundle.toRealPath().resolve(bundle.relativize(rootfs)).normalize()
              : rootfs;
      if (!rootfs.toRealPath().equals(expected)) {
        throw new SpecFailure("/root/path", "invalid rootfs: not an absolute path, or a symlink");
      }
    } catch (IOException missing) {
      // Binding it says why.
    }
  }
}
