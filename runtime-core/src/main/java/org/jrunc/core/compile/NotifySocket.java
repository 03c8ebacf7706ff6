package org.jrunc.core.compile;

import java.util.List;
import org.jrunc.spec.Mount;

/**
 * The socket on which a container says that it is ready, sd_notify(3): a directory of the host that
 * holds it is mounted in the container, under the names that it has in runc's.
 */
public final class NotifySocket {
  /** The variable that names the socket, outside and inside. */
  public static final String VARIABLE = "NOTIFY_SOCKET";

  /** The name of the socket in its directory. */
  public static final String NAME = "notify.sock";

  /** Where the directory is in the container. */
  public static final String TARGET = "/run/notify";

  private static final List<String> OPTIONS = List.of("bind", "nosuid", "noexec", "nodev", "ro");

  private NotifySocket() {}

  static Mount mount(String directory) {
    return new Mount(TARGET, "bind", directory, OPTIONS, List.of(), List.of());
  }

  static String path() {
    return TARGET + "/" + NAME;
  }
}
