package org.jrunc.core.criu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jrunc.core.failure.HostFailure;

/**
 * Reads a message in the wire format of protocol buffers, field by field. Fields that the reader
 * does not ask for are skipped, whatever their type.
 */
final class WireReader {
  private static final int FIXED_64 = 1;
  private static final int FIXED_32 = 5;
  private static final int TYPE_MASK = 7;
  private static final int TYPE_BITS = 3;
  private static final int GROUP_BITS = 7;
  private static final int GROUP_MASK = 0x7f;
  private static final int LONG_BITS = 64;

  private final byte[] bytes;
  private int at;
  private int type;
  private long number;
  private int start;

  WireReader(byte[] message) {
    bytes = message.clone();
  }

  /** Goes on to the next field; its number, or 0 at the end of the message. */
  int next() {
    if (at == bytes.length) {
      return 0;
    }
    long tag = varint();
    type = (int) (tag & TYPE_MASK);
    switch (type) {
      case WireWriter.VARINT -> number = varint();
      case FIXED_64 -> take(Long.BYTES);
      case FIXED_32 -> take(Integer.BYTES);
      case WireWriter.LENGTH_DELIMITED -> take(varint());
      default -> throw malformed("a field of type " + type);
    }
    long field = tag >>> TYPE_BITS;
    if (field < 1 || field > Integer.MAX_VALUE) {
      throw malformed("field " + field);
    }
    return (int) field;
  }

  /** The value of the field as a number. */
  int number() {
    require(WireWriter.VARINT);
    return (int) number;
  }

  /** The value of the field as a truth value. */
  boolean flag() {
    require(WireWriter.VARINT);
    return number != 0;
  }

  /** The value of the field as a text. */
  String text() {
    return new String(content(), StandardCharsets.UTF_8);
  }

  /** The value of the field as a message of its own. */
  WireReader message() {
    return new WireReader(content());
  }

  private byte[] content() {
    require(WireWriter.LENGTH_DELIMITED);
    return Arrays.copyOfRange(bytes, start, at);
  }

  private void require(int wanted) {
    if (type != wanted) {
      throw malformed("type " + type + " instead of " + wanted);
    }
  }

  private void take(long length) {
    if (length < 0 || length > bytes.length - at) {
      throw malformed("a field of " + length + " bytes");
    }
    start = at;
    at += (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < LONG_BITS; shift += GROUP_BITS) {
      if (at == bytes.length) {
        throw malformed("an unfinished number");
      }
      byte group = bytes[at++];
      value |= (long) (group & GROUP_MASK) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than 64 bits");
  }

  private static HostFailure malformed(String what) {
    return new HostFailure("unable to parse the response of criu: " + what);
  }
}
