package org.jrunc.core.console;

import java.util.List;
import java.util.Optional;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.FdPair;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.SocketCalls.Kind;

/**
 * A socket pair through which an executor hands out the master side of the terminal it made, for
 * the caller to relay. The executor gets one end in its layout, in the place of a console socket.
 */
public final class TerminalChannel implements AutoCloseable {
  private static final int NAME = 4096;
  private final Kernel kernel;
  private final FdPair pair;

  private TerminalChannel(Kernel kernel, FdPair pair) {
    this.kernel = kernel;
    this.pair = pair;
  }

  /** Makes a channel. */
  public static TerminalChannel open(Kernel kernel) {
    return new TerminalChannel(kernel, kernel.socketPair(Kind.STREAM));
  }

  /** The end for the executor; stays owned by this channel. */
  public Fd executorEnd() {
    return pair.second();
  }

  /**
   * The master side, which the caller of this method then owns. To be called when the executor has
   * reported that it is past the terminal.
   *
   * @return empty if the executor has closed its end without sending one, or sends none in time
   */
  public Optional<Fd> receive(int timeoutMillis) {
    pair.second().close();
    if (kernel.awaitReadable(timeoutMillis, List.of(pair.first())).isEmpty()) {
      return Optional.empty();
    }
    try (var message = kernel.receive(pair.first(), NAME)) {
      if (message.fds().size() != 1) {
        return Optional.empty();
      }
      var master = message.takeFds().getFirst();
      // The caller's terminal makes CR LF of newlines; the container's must not do so first.
      kernel.keepNewlines(master);
      return Optional.of(master);
    }
  }

  @Override
  public void close() {
    pair.close();
  }
}
