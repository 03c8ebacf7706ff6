package org.jrunc.core.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the engine orders a client to do: {@code struct order} of protocol.h. */
sealed interface Order {
  int HEADER_SIZE = 40;
  int MAX_INLINE = 32_768;
  int SUBREAPER = 1;
  int RELAY_TERMINAL = 1;

  /** Start an executor, with descriptors: the executor, then the layout. */
  record Spawn(int base, int layout, boolean subreaper) implements Order {}

  /** Run a hook, with descriptors: payload, standard input, output, error. */
  record Run(int timeoutMillis, int arguments, int environment, int payloadSize) implements Order {}

  /** Write the bytes that follow to standard output or error. */
  record Write(int fd) implements Order {}

  /** Stay with a process; with a descriptor, the terminal, if it is to be relayed. */
  record Attach(int pid, boolean relayTerminal) implements Order {}

  /** End. */
  record Exit(int code) implements Order {}

  /** The message, without bytes that follow. */
  default byte[] encode() {
    return encode(new byte[0]);
  }

  /** The message, with the bytes that follow. */
  default byte[] encode(byte[] inline) {
    return switch (this) {
      case Spawn s -> encode(1, s.subreaper ? SUBREAPER : 0, inline, s.base, s.layout);
      case Run r ->
          encode(2, 0, inline, r.timeoutMillis, r.arguments, r.environment, r.payloadSize);
      case Write w -> encode(3, 0, inline, w.fd);
      case Attach a -> encode(4, a.relayTerminal ? RELAY_TERMINAL : 0, inline, a.pid);
      case Exit e -> encode(5, 0, inline, e.code);
    };
  }

  private static byte[] encode(int type, int flags, byte[] inline, int... arguments) {
    var buffer = ByteBuffer.allocate(HEADER_SIZE + inline.length).order(ByteOrder.nativeOrder());
    buffer.putInt(type).putInt(flags);
    for (int argument : arguments) {
      buffer.putInt(argument);
    }
    return buffer.putInt(32, inline.length).put(HEADER_SIZE, inline).array();
  }
}
