package org.jrunc.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jrunc.core.NativeLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What engine and client say to each other has the numbers of protocol.h. */
class ProtocolLayoutTest {
  private NativeLayout c;

  @BeforeEach
  void readHeaders() throws IOException {
    c = NativeLayout.read();
  }

  @Test
  void aRequestIsReadWhereTheClientWritesIt() {
    var request = ByteBuffer.allocate(Request.SIZE).order(ByteOrder.nativeOrder());
    var fields =
        List.of("magic", "version", "argc", "envc", "payload_size", "flags", "umask", "started_ns");
    for (int i = 0; i < fields.size(); i++) {
      request.putInt((int) c.number("offsetof(request, " + fields.get(i) + ")"), i + 1);
    }
    assertThat(c.number("sizeof(request)")).isEqualTo(Request.SIZE);
    assertThat(Request.Header.decode(request.array()))
        .isEqualTo(new Request.Header(1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void theConstantsOfARequestAreTheSame() {
    assertThat(c.number("PROTOCOL_MAGIC")).isEqualTo(Request.MAGIC);
    assertThat(c.number("PROTOCOL_VERSION")).isEqualTo(Request.VERSION);
    assertThat(c.number("REQUEST_STDIN_CLOSED")).isEqualTo(Request.STDIN_CLOSED);
    assertThat(c.number("REQUEST_STDOUT_CLOSED")).isEqualTo(Request.STDOUT_CLOSED);
    assertThat(c.number("REQUEST_STDERR_CLOSED")).isEqualTo(Request.STDERR_CLOSED);
    assertThat(c.number("REQUEST_STDERR_TERMINAL")).isEqualTo(Request.STDERR_TERMINAL);
    assertThat(c.number("REQUEST_STDOUT_TERMINAL")).isEqualTo(Request.STDOUT_TERMINAL);
    assertThat(c.number("REQUEST_STDIN_TERMINAL")).isEqualTo(Request.STDIN_TERMINAL);
  }

  @Test
  void ordersAreWrittenWhereTheClientReadsThem() {
    expect(new Order.Spawn(7, 8, true), "ORDER_SPAWN", "ORDER_SUBREAPER", 7, 8);
    expect(new Order.Run(1, 2, 3, 4), "ORDER_RUN", "", 1, 2, 3, 4);
    expect(new Order.Write(2), "ORDER_WRITE", "", 2);
    expect(new Order.Attach(9, true), "ORDER_ATTACH", "ORDER_RELAY_TERMINAL", 9);
    expect(new Order.Exit(5), "ORDER_EXIT", "", 5);
    assertThat(c.number("sizeof(order)")).isEqualTo(Order.HEADER_SIZE);
    assertThat(c.number("PROTOCOL_MAX_INLINE")).isEqualTo(Order.MAX_INLINE);
  }

  private void expect(Order order, String type, String flag, int... arguments) {
    var bytes = ByteBuffer.wrap(order.encode(new byte[] {1, 2, 3})).order(ByteOrder.nativeOrder());
    assertThat(bytes.getInt(at("type"))).isEqualTo((int) c.number(type));
    assertThat(bytes.getInt(at("flags"))).isEqualTo(flag.isEmpty() ? 0 : (int) c.number(flag));
    assertThat(bytes.getInt(at("length"))).isEqualTo(3);
    for (int i = 0; i < arguments.length; i++) {
      assertThat(bytes.getInt(at("args") + i * Integer.BYTES)).isEqualTo(arguments[i]);
    }
  }

  private int at(String field) {
    return (int) c.number("offsetof(order, " + field + ")");
  }

  @Test
  void repliesAreReadWhereTheClientWritesThem() {
    assertThat(c.number("sizeof(reply)")).isEqualTo(Reply.SIZE);
    assertThat(c.number("REPLY_SPAWNED")).isEqualTo(Reply.SPAWNED);
    assertThat(c.number("REPLY_RAN")).isEqualTo(Reply.RAN);
    assertThat(c.number("REPLY_EXITED")).isEqualTo(Reply.EXITED);
    assertThat(c.number("REPLY_TIMED_OUT")).isEqualTo(Reply.TIMED_OUT);
    var reply = ByteBuffer.allocate(Reply.SIZE).order(ByteOrder.nativeOrder());
    var fields = List.of("type", "flags", "value", "error");
    for (int i = 0; i < fields.size(); i++) {
      reply.putInt((int) c.number("offsetof(reply, " + fields.get(i) + ")"), i + 1);
    }
    assertThat(Reply.decode(reply.array())).isEqualTo(new Reply(1, 2, 3, 4));
  }
}
