package org.jrunc.core.console;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;

/**
 * The sockets on which a caller waits for descriptors: {@code --console-socket} for the master side
 * of a terminal, {@code --pidfd-socket} for the first process. The caller accepts one connection,
 * and receives one message with one descriptor and a name.
 */
public final class ConsoleSocket {
  private ConsoleSocket() {}

  /**
   * Connects to a console socket. An executor that gets the connection sends its terminal itself.
   *
   * @param path a stream socket; may be longer than a socket address
   */
  public static Fd connect(Kernel kernel, Path path) {
    return kernel.connect(Kind.STREAM, path);
  }

  /** Sends the master side of a terminal, under the name that it has for this process. */
  public static void sendTerminal(Kernel kernel, Path path, Fd master) {
    var name = kernel.readLink(Path.of("/proc/self/fd/" + master.number()));
    try (var socket = connect(kernel, path)) {
      kernel.send(socket, name.getBytes(StandardCharsets.UTF_8), List.of(master));
    }
  }

  /**
   * Sends a descriptor of a process.
   *
   * @param kind {@code standard} for the first process of a container, {@code setns} for one that
   *     joined it
   */
  public static void sendProcess(Kernel kernel, Path path, Pidfd process, String kind) {
    try (var socket = connect(kernel, path)) {
      kernel.send(socket, kind.getBytes(StandardCharsets.UTF_8), List.of(process.fd()));
    }
  }
}
