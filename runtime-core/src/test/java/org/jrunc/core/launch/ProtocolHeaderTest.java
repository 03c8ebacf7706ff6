package org.jrunc.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jrunc.core.abi.CHeader;
import org.jrunc.core.engine.Engine;
import org.junit.jupiter.api.Test;

/** Proves that the Java side and protocol.h agree on every name, number, offset and size. */
class ProtocolHeaderTest {
  private final CHeader header = CHeader.read("protocol.h");

  ProtocolHeaderTest() throws IOException {}

  @Test
  void theSizesAgree() {
    assertThat(Request.SIZE).isEqualTo(header.size("request"));
    assertThat(Order.HEADER_SIZE).isEqualTo(header.size("order"));
    assertThat(Reply.SIZE).isEqualTo(header.size("reply"));
    assertThat((long) Order.MAX_INLINE).isEqualTo(header.constant("PROTOCOL_MAX_INLINE"));
    assertThat((long) Engine.SOCKET_FD).isEqualTo(header.constant("ENGINE_LISTEN_FD"));
    assertThat((long) Request.MAGIC).isEqualTo(header.constant("PROTOCOL_MAGIC"));
    assertThat((long) Request.VERSION).isEqualTo(header.constant("PROTOCOL_VERSION"));
  }

  @Test
  void theRequestIsReadWhereTheHeaderPutsIt() {
    var bytes = message("request");
    put(bytes, "request", "magic", 1);
    put(bytes, "request", "version", 2);
    put(bytes, "request", "argc", 3);
    put(bytes, "request", "envc", 4);
    put(bytes, "request", "payload_size", 5);
    put(bytes, "request", "flags", 6);
    put(bytes, "request", "umask", 7);
    wrap(bytes).putLong(header.offset("request", "started_ns"), 8);
    assertThat(Request.Header.decode(bytes)).isEqualTo(new Request.Header(1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void theRequestFlagsAgree() {
    assertThat(header.constants("REQUEST_"))
        .containsEntry("REQUEST_STDIN_CLOSED", (long) Request.STDIN_CLOSED)
        .containsEntry("REQUEST_STDOUT_CLOSED", (long) Request.STDOUT_CLOSED)
        .containsEntry("REQUEST_STDERR_CLOSED", (long) Request.STDERR_CLOSED)
        .containsEntry("REQUEST_STDIN_TERMINAL", (long) Request.STDIN_TERMINAL)
        .containsEntry("REQUEST_STDOUT_TERMINAL", (long) Request.STDOUT_TERMINAL)
        .containsEntry("REQUEST_STDERR_TERMINAL", (long) Request.STDERR_TERMINAL)
        .hasSize(6);
  }

  @Test
  void theOrdersAreWrittenWhereTheHeaderWantsThem() {
    order(new Order.Spawn(11, 12, true), "ORDER_SPAWN", "ORDER_SUBREAPER", 11, 12);
    order(new Order.Run(11, 12, 13, 14), "ORDER_RUN", "", 11, 12, 13, 14);
    order(new Order.Write(2), "ORDER_WRITE", "", 2);
    order(new Order.Attach(11, true), "ORDER_ATTACH", "ORDER_RELAY_TERMINAL", 11);
    order(new Order.Attach(11, false), "ORDER_ATTACH", "", 11);
    order(new Order.Exit(11), "ORDER_EXIT", "", 11);
    assertThat(Order.class.getPermittedSubclasses()).hasSize(5);
    assertThat(header.constants("ORDER_")).hasSize(5 + 2);
  }

  private void order(Order order, String type, String flags, int... arguments) {
    var bytes = wrap(order.encode(new byte[] {9, 9, 9}));
    assertThat(bytes.capacity()).isEqualTo(header.size("order") + 3);
    assertThat((long) bytes.getInt(header.offset("order", "type")))
        .isEqualTo(header.constant(type));
    assertThat((long) bytes.getInt(header.offset("order", "flags")))
        .isEqualTo(flags.isEmpty() ? 0 : header.constant(flags));
    assertThat(bytes.getInt(header.offset("order", "length"))).isEqualTo(3);
    assertThat(bytes.get(header.size("order"))).isEqualTo((byte) 9);
    for (int i = 0; i < arguments.length; i++) {
      assertThat(bytes.getInt(header.offset("order", "args") + i * Integer.BYTES))
          .isEqualTo(arguments[i]);
    }
  }

  @Test
  void theRepliesAreReadWhereTheHeaderPutsThem() {
    var bytes = message("reply");
    put(bytes, "reply", "type", 1);
    put(bytes, "reply", "flags", (int) header.constant("REPLY_TIMED_OUT"));
    put(bytes, "reply", "value", 3);
    put(bytes, "reply", "error", 4);
    var reply = Reply.decode(bytes);
    assertThat(reply).isEqualTo(new Reply(1, Reply.TIMED_OUT, 3, 4));
    assertThat(reply.timedOut()).isTrue();
    assertThat(header.constants("REPLY_"))
        .containsEntry("REPLY_SPAWNED", (long) Reply.SPAWNED)
        .containsEntry("REPLY_RAN", (long) Reply.RAN)
        .containsEntry("REPLY_EXITED", (long) Reply.EXITED)
        .hasSize(3 + 1);
  }

  private byte[] message(String struct) {
    return new byte[header.size(struct)];
  }

  private void put(byte[] bytes, String struct, String field, int value) {
    wrap(bytes).putInt(header.offset(struct, field), value);
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
