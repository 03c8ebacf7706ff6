package org.jrunc.core.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a client answers: {@code struct reply} of protocol.h.
 *
 * @param error a positive errno, or 0
 */
record Reply(int type, int flags, int value, int error) {
  static final int SIZE = 16;
  static final int SPAWNED = 1;
  static final int RAN = 2;
  static final int EXITED = 4;
  static final int TIMED_OUT = 1;

  static Reply decode(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new ProtocolViolation("a reply of " + bytes.length + " bytes");
    }
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return new Reply(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt());
  }

  boolean timedOut() {
    return (flags & TIMED_OUT) != 0;
  }
}
