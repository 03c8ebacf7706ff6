package org.jrunc.core.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.launch.ClientCaller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.launch.ProtocolViolation;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;

/** One connection: one request, served to its end. */
final class Session {
  private static final int REQUEST_MILLIS = 10_000;
  private static final int STDERR = 2;
  private final Kernel kernel;
  private final RequestHandler handler;
  private final Optional<View> served;

  /**
   * Sessions of an engine.
   *
   * @param served the only view whose processes are answered; empty if the socket sees to that
   */
  Session(Kernel kernel, RequestHandler handler, Optional<View> served) {
    this.kernel = kernel;
    this.handler = handler;
    this.served = served;
  }

  /** Serves the client at the other end of the socket, and closes it. Never throws. */
  void serve(Fd socket) {
    try (socket) {
      // The socket's directory lets nobody else in; root could still be somebody else here.
      if (kernel.peer(socket).uid() == kernel.effectiveUser() && asks(socket)) {
        try (var client = ClientCaller.receive(kernel, socket)) {
          answer(client);
        }
      }
    } catch (ClientGone | ProtocolViolation | RuntimeFailure e) {
      // Nobody is left to be told, or it is somebody who does not understand. The socket closes.
    }
  }

  // A client sends its request at once. One that does not must not keep the engine from its end.
  private boolean asks(Fd socket) {
    return !kernel.awaitReadable(REQUEST_MILLIS, List.of(socket)).isEmpty();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, the client must be told and end
  private void answer(ClientCaller client) {
    int code;
    try {
      if (served.isPresent()) {
        served.get().requireOf(kernel, client.pid());
      }
      code = handler.handle(client);
    } catch (ClientGone e) {
      throw e;
    } catch (Throwable e) {
      client.write(STDERR, line(e).getBytes(StandardCharsets.UTF_8));
      code = 1;
    }
    client.exit(code);
  }

  private static String line(Throwable thrown) {
    var failure = thrown instanceof RuntimeFailure f ? f : new Bug(describe(thrown), thrown);
    return "jrunc: " + failure.getMessage().replace('\n', ' ') + "\n";
  }

  private static String describe(Throwable thrown) {
    var trace = thrown.getStackTrace();
    return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
