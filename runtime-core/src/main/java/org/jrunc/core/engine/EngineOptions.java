package org.jrunc.core.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How an engine runs.
 *
 * @param oneshot whether descriptor 3 is one connected client instead of a listening socket
 * @param ownsSocket whether the path of the listening socket is removed at the end; not so when
 *     systemd made it
 * @param idle after which time without a request a listening engine ends
 */
public record EngineOptions(boolean oneshot, boolean ownsSocket, Duration idle) {
  private static final long IDLE_SECONDS = 600;

  /**
   * Reads the last argument of the command line that the client or systemd started the engine with,
   * and the system property {@code jrunc.engine.idle}, in seconds.
   *
   * @param environment of the engine; systemd sets LISTEN_FDNAMES, sd_listen_fds(3)
   * @throws IllegalArgumentException if it is neither {@code --listen} nor {@code --oneshot}
   */
  public static EngineOptions parse(List<String> arguments, Map<String, String> environment) {
    boolean oneshot =
        switch (arguments.isEmpty() ? "" : arguments.getLast()) {
          case "--oneshot" -> true;
          case "--listen" -> false;
          default -> throw new IllegalArgumentException("needs --listen or --oneshot");
        };
    return new EngineOptions(
        oneshot,
        !environment.containsKey("LISTEN_FDNAMES"),
        Duration.ofSeconds(Long.getLong("jrunc.engine.idle", IDLE_SECONDS)));
  }
}
