package org.jrunc.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jrunc.core.failure.HostFailure;

/**
 * Whom this process runs as. An engine serves its own user only, so it is the caller's as well.
 *
 * @param uid the effective user id
 * @param gid the effective group id
 */
public record Identity(int uid, int gid) {

  /**
   * The identity of this process, as /proc tells it.
   *
   * @throws HostFailure if there is no /proc
   */
  public static Identity ofProcess() {
    try {
      return new Identity(owner("uid"), owner("gid"));
    } catch (IOException e) {
      throw new HostFailure("cannot read the owner of `/proc/self`: " + e.getMessage());
    }
  }

  private static int owner(String kind) throws IOException {
    return (int) Objects.requireNonNull(Files.getAttribute(Path.of("/proc/self"), "unix:" + kind));
  }

  /** Whether it is root, of whatever user namespace. */
  public boolean isRoot() {
    return uid == 0;
  }
}
