package org.jrunc.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.KernelFile;

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

  /**
   * Whether state belongs into the directory of the host's root: not for a user without privileges,
   * and not for the root of a user namespace that such a user has made and stays named in.
   *
   * @param environment the caller's, whose {@code USER} tells
   */
  public boolean ownsTheHost(Map<String, String> environment) {
    return uid == 0
        && (isInitialUserNamespace() || "root".equals(environment.getOrDefault("USER", "")));
  }

  /** The initial one maps every id to itself, user_namespaces(7). */
  private static boolean isInitialUserNamespace() {
    var map = KernelFile.readIfPresent(Path.of("/proc/self/uid_map")).orElse("").strip();
    return map.isEmpty() || (map.split("\\s+").length == 3 && map.endsWith(" 4294967295"));
  }
}
