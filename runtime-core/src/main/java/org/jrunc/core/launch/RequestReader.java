package org.jrunc.core.launch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Message;

/** Reads the one request of a new connection. */
final class RequestReader {
  /** The kernel itself allows no longer command line and environment, execve(2). */
  private static final int MAX_PAYLOAD = 16 << 20;

  private static final int FDS = 4;

  private RequestReader() {}

  static ClientCaller read(Kernel kernel, Fd socket) {
    try (var message = kernel.receive(socket, Request.SIZE)) {
      if (message.isEnd()) {
        throw new ClientGone();
      }
      if (message.bytes().length != Request.SIZE) {
        throw new ProtocolViolation("a request of " + message.bytes().length + " bytes");
      }
      var header = Request.Header.decode(message.bytes());
      check(kernel, socket, header, message);
      var request = Request.of(header, payload(kernel, message.fds().getFirst(), header));
      var fds = message.takeFds();
      fds.getFirst().close();
      return new ClientCaller(kernel, socket, request, fds.subList(1, FDS));
    }
  }

  private static void check(Kernel kernel, Fd socket, Request.Header header, Message message) {
    if (header.magic() != Request.MAGIC) {
      throw new ProtocolViolation("a request without the magic number");
    }
    if (header.version() != Request.VERSION) {
      refuse(kernel, socket, header.version());
    }
    if (message.fds().size() != FDS) {
      throw new ProtocolViolation("a request with " + message.fds().size() + " descriptors");
    }
    if (header.payloadSize() < 0 || header.payloadSize() > MAX_PAYLOAD) {
      throw new ProtocolViolation("a payload of " + header.payloadSize() + " bytes");
    }
  }

  // The orders to write and to exit are the same in every version, so that this can be said.
  private static void refuse(Kernel kernel, Fd socket, int version) {
    var text =
        "jrunc: the running engine speaks protocol version "
            + Request.VERSION
            + ", this client version "
            + version
            + "\n";
    var write = new Order.Write(2).encode(text.getBytes(StandardCharsets.UTF_8));
    kernel.send(socket, write, List.of());
    kernel.send(socket, new Order.Exit(1).encode(), List.of());
    throw new ProtocolViolation("protocol version " + version);
  }

  private static byte[] payload(Kernel kernel, Fd file, Request.Header header) {
    var payload = new byte[header.payloadSize()];
    int done = 0;
    while (done < payload.length) {
      var rest = new byte[payload.length - done];
      int count = kernel.readAt(file, rest, done);
      if (count == 0) {
        throw new ProtocolViolation("a payload shorter than it says");
      }
      System.arraycopy(rest, 0, payload, done, count);
      done += count;
    }
    return payload;
  }
}
