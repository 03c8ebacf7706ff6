package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.console.ConsoleSocket;
import org.jrunc.core.console.TerminalChannel;
import org.jrunc.core.hook.Captured;
import org.jrunc.core.hook.HookOutput;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a container's process gets from the engine beside socket and program, in the
 * order of {@link org.jrunc.core.compile.Descriptors}.
 */
final class Channels implements AutoCloseable {
  private static final int FIFO_MODE = 0622;
  private static final int OUTPUT_MODE = 0600;

  /** The file in the state directory that takes the output of hooks in the container. */
  static final String OUTPUT = "hooks.out";

  private static final int TERMINAL_MILLIS = 10_000;

  private final Kernel kernel;
  private final List<Fd> layout = new ArrayList<>();
  private final @Nullable Fd hookState;
  private final @Nullable Fd hookOutput;
  private @Nullable TerminalChannel terminal;
  private Optional<Fd> start = Optional.empty();

  private Channels(Kernel kernel, StateStore store, StateLock lock, boolean hooks) {
    this.kernel = kernel;
    var fifo = store.fifo(lock.id());
    kernel.makeFifo(fifo, FIFO_MODE);
    // What mkfifo made is less the umask, and the container's user must be able to open it.
    kernel.changeMode(fifo, FIFO_MODE);
    layout.add(kernel.openPath(fifo));
    if (hooks) {
      hookState = kernel.memoryFile("hook-state");
      int flags = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.APPEND;
      hookOutput = kernel.open(lock.directory().resolve(OUTPUT), flags, OUTPUT_MODE);
    } else {
      hookState = null;
      hookOutput = null;
    }
  }

  /**
   * Opens the channels of a container.
   *
   * @param atOnce whether the process is not to wait for its start
   * @param hooks where hooks in the container's namespaces print to, if there are any
   */
  static Channels open(
      Kernel kernel,
      StateStore store,
      StateLock lock,
      CreateRequest request,
      boolean terminal,
      boolean atOnce,
      Optional<HookOutput> hooks) {
    var channels = new Channels(kernel, store, lock, hooks.isPresent());
    try {
      if (atOnce) {
        int flags = OpenFlags.READ | OpenFlags.NON_BLOCKING;
        channels.start = Optional.of(kernel.open(store.fifo(lock.id()), flags));
      }
      channels.addConsole(request, terminal, hooks.isPresent());
      hooks.ifPresent(channels::redirect);
      return channels;
    } catch (RuntimeException | Error e) {
      channels.close();
      throw e;
    }
  }

  /** The reading end of its fifo, if the process does not wait for its start. */
  Optional<Fd> start() {
    return start;
  }

  private void addConsole(CreateRequest request, boolean terminal, boolean hooks) {
    if (terminal) {
      layout.add(consoleSocket(request.consoleSocket()));
    } else if (hooks) {
      // Keeps the place of the console socket.
      layout.add(kernel.duplicate(layout.getFirst()));
    }
    if (hookState != null && hookOutput != null) {
      layout.add(kernel.duplicate(hookState));
      layout.add(kernel.duplicate(hookOutput));
    }
  }

  private void redirect(HookOutput files) {
    if (hookOutput != null && (files.stdout().isPresent() || files.stderr().isPresent())) {
      layout.add(kernel.duplicate(files.stdout().orElse(hookOutput)));
      layout.add(kernel.duplicate(files.stderr().orElse(hookOutput)));
    }
  }

  private Fd consoleSocket(Optional<Path> path) {
    if (path.isPresent()) {
      return ConsoleSocket.connect(kernel, path.get());
    }
    var channel = TerminalChannel.open(kernel);
    terminal = channel;
    return channel.executorEnd();
  }

  /** The descriptors, from the exec fifo on. */
  List<Fd> layout() {
    return layout;
  }

  /** The master of the terminal, when the caller itself is to relay it. */
  Optional<Fd> receiveMaster() {
    var master = terminal == null ? Optional.<Fd>empty() : terminal.receive(TERMINAL_MILLIS);
    // The caller's terminal makes CR LF of newlines; the container's must not do so first.
    master.ifPresent(kernel::keepNewlines);
    return master;
  }

  /** Whether there are hooks in the container that read the state. */
  boolean haveHookState() {
    return hookState != null;
  }

  /** Gives hooks in the container the state to read. */
  void writeHookState(String json) {
    if (hookState != null) {
      kernel.truncate(hookState, 0);
      try (var fresh =
          kernel.open(Path.of("/proc/self/fd/" + hookState.number()), OpenFlags.WRITE)) {
        kernel.write(fresh, json.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** What hooks in the container printed last, as the end of a message. */
  String hookOutput() {
    if (hookOutput == null) {
      return "";
    }
    return Captured.tail(kernel, hookOutput);
  }

  /** How long ago the last hook in the container began. */
  Duration hookTime() {
    return hookOutput == null ? Duration.ZERO : Captured.sinceBegin(hookOutput);
  }

  /** Sends a pidfd to whoever asked for one, as runc does. */
  void sendPidfd(Path socket, Pidfd process) {
    ConsoleSocket.sendProcess(kernel, socket, process, "standard");
  }

  @Override
  public void close() {
    layout.forEach(Fd::close);
    start.ifPresent(Fd::close);
    if (hookState != null) {
      hookState.close();
    }
    if (hookOutput != null) {
      hookOutput.close();
    }
    if (terminal != null) {
      terminal.close();
    }
  }
}
