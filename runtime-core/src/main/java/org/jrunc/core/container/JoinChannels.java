package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.console.ConsoleSocket;
import org.jrunc.core.console.TerminalChannel;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a process which joins a container gets beside socket and program, in the
 * order of {@link org.jrunc.core.compile.Descriptors}.
 */
final class JoinChannels implements AutoCloseable {
  private static final int TERMINAL_MILLIS = 10_000;

  private final Pidfd container;
  private final @Nullable Fd console;
  private final @Nullable TerminalChannel terminal;

  private JoinChannels(Pidfd container, @Nullable Fd console, @Nullable TerminalChannel terminal) {
    this.container = container;
    this.console = console;
    this.terminal = terminal;
  }

  /**
   * Opens them.
   *
   * @param container the first process of the container; stays owned by the caller of this method
   * @param consoleSocket where the terminal goes if it goes to a socket
   */
  static JoinChannels open(
      Kernel kernel, Pidfd container, boolean withTerminal, Optional<Path> consoleSocket) {
    if (!withTerminal) {
      return new JoinChannels(container, null, null);
    }
    if (consoleSocket.isPresent()) {
      var console = ConsoleSocket.connect(kernel, consoleSocket.get());
      return new JoinChannels(container, console, null);
    }
    return new JoinChannels(container, null, TerminalChannel.open(kernel));
  }

  List<Fd> layout() {
    var layout = new ArrayList<Fd>(List.of(container.fd()));
    if (console != null) {
      layout.add(console);
    }
    if (terminal != null) {
      layout.add(terminal.executorEnd());
    }
    return layout;
  }

  /** The master of the terminal, when the caller itself is to relay it. */
  Optional<Fd> receiveMaster() {
    return terminal == null ? Optional.empty() : terminal.receive(TERMINAL_MILLIS);
  }

  @Override
  public void close() {
    if (console != null) {
      console.close();
    }
    if (terminal != null) {
      terminal.close();
    }
  }
}
