package org.jrunc.core.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Message;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.SocketCalls.Kind;

/** A client that speaks the protocol of protocol.h by hand, for the cases no real one can show. */
final class FakeClient implements AutoCloseable {
  static final int MAGIC = 0x5152524a;
  private final Kernel kernel;
  private final Fd socket;

  FakeClient(Kernel kernel, Fd socket) {
    this.kernel = kernel;
    this.socket = socket;
  }

  static FakeClient connect(Kernel kernel, Path path) {
    return new FakeClient(kernel, kernel.connect(Kind.MESSAGES, path));
  }

  /** An order as received. */
  record Order(int type, int argument, String text) {}

  void ask(String... arguments) {
    ask(MAGIC, 1, List.of(arguments), List.of("PATH=/bin", "A=1", "A=2"), "/tmp");
  }

  void ask(
      int magic, int version, List<String> arguments, List<String> environment, String directory) {
    var strings = new ArrayList<>(arguments);
    strings.addAll(environment);
    strings.add(directory);
    var payload = (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
    var header = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
    header.putInt(magic).putInt(version).putInt(arguments.size()).putInt(environment.size());
    header.putInt(payload.length).putInt(1 | 1 << 3).putInt(027).putInt(0).putLong(12345);
    try (var file = kernel.sealedFile("payload", payload, false);
        var none = kernel.open(Path.of("/dev/null"), OpenFlags.READ_WRITE)) {
      kernel.send(socket, header.array(), List.of(file, none, none, none));
    }
  }

  void reply(int type, int flags, int value, int error) {
    var reply = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    reply.putInt(type).putInt(flags).putInt(value).putInt(error);
    kernel.send(socket, reply.array(), List.of());
  }

  /** The next message as it is. */
  Message message() {
    return kernel.receive(socket, 40 + 32_768);
  }

  /** The next order; type 0 at the end. */
  Order order() {
    try (var message = message()) {
      if (message.isEnd()) {
        return new Order(0, 0, "");
      }
      var buffer = ByteBuffer.wrap(message.bytes()).order(ByteOrder.nativeOrder());
      var text = new String(message.bytes(), 40, buffer.getInt(32), StandardCharsets.UTF_8);
      return new Order(buffer.getInt(0), buffer.getInt(8), text);
    }
  }

  Fd socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
