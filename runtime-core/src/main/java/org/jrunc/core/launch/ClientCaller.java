package org.jrunc.core.launch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.WaitStatus;

/** A client at the other end of a socket; protocol.h says what is spoken. */
public final class ClientCaller implements Caller {
  private final Kernel kernel;
  private final Fd socket;
  private final Request request;
  private final List<Fd> stdio;

  ClientCaller(Kernel kernel, Fd socket, Request request, List<Fd> stdio) {
    this.kernel = kernel;
    this.socket = socket;
    this.request = request;
    this.stdio = List.copyOf(stdio);
  }

  /**
   * Reads the request from a new connection.
   *
   * @param socket the connection, which the client then owns
   * @throws ClientGone if the client left without a request
   * @throws ProtocolViolation if it sent something else, or speaks another version; it has been
   *     told
   */
  public static ClientCaller receive(Kernel kernel, Fd socket) {
    return RequestReader.read(kernel, socket);
  }

  @Override
  public int pid() {
    return kernel.peer(socket).pid();
  }

  @Override
  public List<String> arguments() {
    return request.arguments();
  }

  @Override
  public Map<String, String> environment() {
    return request.environment();
  }

  @Override
  public Optional<Path> workingDirectory() {
    return request.workingDirectory();
  }

  @Override
  public int umask() {
    return request.umask();
  }

  @Override
  public long startedNanos() {
    return request.startedNanos();
  }

  @Override
  public Fd stdin() {
    return stdio.get(0);
  }

  @Override
  public Fd stdout() {
    return stdio.get(1);
  }

  @Override
  public Fd stderr() {
    return stdio.get(2);
  }

  @Override
  public boolean isTerminal(int fd) {
    return has(
        switch (fd) {
          case 0 -> Request.STDIN_TERMINAL;
          case 1 -> Request.STDOUT_TERMINAL;
          case 2 -> Request.STDERR_TERMINAL;
          default -> 0;
        });
  }

  @Override
  public boolean isClosed(int fd) {
    return has(
        switch (fd) {
          case 0 -> Request.STDIN_CLOSED;
          case 1 -> Request.STDOUT_CLOSED;
          case 2 -> Request.STDERR_CLOSED;
          default -> 0;
        });
  }

  private boolean has(int flag) {
    return (request.flags() & flag) != 0;
  }

  @Override
  public int spawn(Fd executor, int base, List<Fd> layout, boolean subreaper, Runnable meanwhile) {
    var fds = new ArrayList<Fd>(List.of(executor));
    fds.addAll(layout);
    order(new Order.Spawn(base, layout.size(), subreaper), fds);
    try {
      meanwhile.run();
    } catch (RuntimeException | Error e) {
      disregardReply(e);
      throw e;
    }
    var reply = reply(Reply.SPAWNED);
    if (reply.error() != 0) {
      throw new SyscallFailure("start the executor", "execveat(jrunc-init)", reply.error());
    }
    return reply.value();
  }

  /** The client answers in any case, and later orders are answered in their turn. */
  private void disregardReply(Throwable reason) {
    try {
      reply(Reply.SPAWNED);
    } catch (ClientGone | RuntimeFailure e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public HookOutcome run(HookCommand command) {
    var payload = payload(command);
    try (var file = kernel.sealedFile("jrunc-hook", payload, false)) {
      var order =
          new Order.Run(
              millis(command.timeout()),
              command.arguments().size(),
              command.environment().size(),
              payload.length);
      order(order, List.of(file, command.stdin(), command.stdout(), command.stderr()));
    }
    var reply = reply(Reply.RAN);
    if (reply.error() != 0) {
      return new HookOutcome.NotExecuted(reply.error());
    }
    return reply.timedOut()
        ? new HookOutcome.TimedOut()
        : new HookOutcome.Ended(new WaitStatus(reply.value()));
  }

  // A timeout above zero stays above zero, because zero means none.
  private static int millis(Duration timeout) {
    if (timeout.isZero()) {
      return 0;
    }
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }

  private static byte[] payload(HookCommand command) {
    var payload = new ByteArrayOutputStream();
    add(payload, command.path());
    command.arguments().forEach(argument -> add(payload, argument));
    command.environment().forEach(variable -> add(payload, variable));
    add(payload, command.directory().map(Path::toString).orElse(""));
    return payload.toByteArray();
  }

  private static void add(ByteArrayOutputStream payload, String text) {
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException("a NUL byte in `" + text.replace('\0', '?') + "`");
    }
    payload.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    payload.write(0);
  }

  @Override
  public void write(int fd, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += Order.MAX_INLINE) {
      int end = Math.min(bytes.length, at + Order.MAX_INLINE);
      send(new Order.Write(fd).encode(Arrays.copyOfRange(bytes, at, end)), List.of());
    }
  }

  @Override
  public WaitStatus attach(int pid, Optional<Fd> terminal) {
    order(new Order.Attach(pid, terminal.isPresent()), terminal.stream().toList());
    var reply = reply(Reply.EXITED);
    if (reply.error() != 0) {
      throw new SyscallFailure("wait for process " + pid, "waitid(" + pid + ")", reply.error());
    }
    return new WaitStatus(reply.value());
  }

  /**
   * Ends the client with this exit code. Its standard descriptors are closed first, so that whoever
   * waits for their end does not wait for the engine.
   */
  public void exit(int code) {
    stdio.forEach(Fd::close);
    order(new Order.Exit(code), List.of());
  }

  private void order(Order order, List<Fd> fds) {
    send(order.encode(), fds);
  }

  private void send(byte[] message, List<Fd> fds) {
    try {
      kernel.send(socket, message, fds);
    } catch (SyscallFailure e) {
      if (e.is(Errno.EPIPE) || e.is(Errno.ECONNRESET)) {
        throw new ClientGone();
      }
      throw e;
    }
  }

  private Reply reply(int expected) {
    try (var message = kernel.receive(socket, Reply.SIZE)) {
      if (message.isEnd()) {
        throw new ClientGone();
      }
      var reply = Reply.decode(message.bytes());
      if (reply.type() != expected) {
        throw new ProtocolViolation("a reply of type " + reply.type() + " instead of " + expected);
      }
      return reply;
    }
  }

  @Override
  public Optional<Fd> lifeline() {
    return Optional.of(socket);
  }

  @Override
  public void close() {
    stdio.forEach(Fd::close);
    socket.close();
  }
}
