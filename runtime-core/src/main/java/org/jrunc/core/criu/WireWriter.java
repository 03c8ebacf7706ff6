package org.jrunc.core.criu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message in the wire format of protocol buffers: fields as tag and value. */
final class WireWriter {
  static final int VARINT = 0;
  static final int LENGTH_DELIMITED = 2;
  private static final int TYPE_BITS = 3;
  private static final int GROUP_BITS = 7;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A number; a negative one takes ten bytes, as proto2 has it for int32. */
  WireWriter number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  WireWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  WireWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter message(int field, WireWriter value) {
    return bytes(field, value.toByteArray());
  }

  private WireWriter bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void tag(int field, int type) {
    varint((long) field << TYPE_BITS | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      out.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= GROUP_BITS;
    }
    out.write((int) rest);
  }
}
