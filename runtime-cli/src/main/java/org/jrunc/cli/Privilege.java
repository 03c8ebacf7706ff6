package org.jrunc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.core.failure.HostFailure;

/** Whom this process runs as. The engine serves its own user only, so it is the caller as well. */
final class Privilege {
  private Privilege() {}

  /**
   * Whether the effective user is root.
   *
   * @throws HostFailure if there is no /proc to tell
   */
  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
    } catch (IOException e) {
      throw new HostFailure("cannot read the owner of `/proc/self`: " + e.getMessage());
    }
  }
}
