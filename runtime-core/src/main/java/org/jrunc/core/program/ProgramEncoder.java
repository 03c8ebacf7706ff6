package org.jrunc.core.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.program.Argument.Address;
import org.jrunc.core.program.Argument.Immediate;
import org.jrunc.core.program.Argument.Value;
import org.jspecify.annotations.Nullable;

/** Writes a program in the layout of program.h, for one architecture. */
public final class ProgramEncoder {
  static final int MAGIC = 0x4e55_524a;
  static final int VERSION = 1;
  static final int HEADER_SIZE = 40;
  static final int OPERATION_SIZE = 80;
  static final int NO_SLOT = 0xffff;
  static final int ANY_ERRNO = 0xffff;
  static final int KIND_CALL = 1;
  static final int KIND_JUMP = 2;
  static final int KIND_STORE = 3;
  static final int KIND_LOAD = 4;
  private static final int DATA_ALIGNMENT = 16;
  private static final int DATUM_ALIGNMENT = 8;

  private final Architecture architecture;
  private final Map<Datum, Integer> offsets = new HashMap<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final Map<Integer, Integer> pointers = new HashMap<>();
  private final List<Integer> relocations = new ArrayList<>();

  private ProgramEncoder(Architecture architecture) {
    this.architecture = architecture;
  }

  /** The encoded program. */
  public static byte[] encode(Program program, Architecture architecture) {
    return new ProgramEncoder(architecture).encode(program);
  }

  private byte[] encode(Program program) {
    int count = program.operations().size();
    var operations = ByteBuffer.allocate(count * OPERATION_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      encode(program.operations().get(i), operations.position(i * OPERATION_SIZE).slice());
    }
    var segment = ByteBuffer.wrap(data.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    pointers.forEach((place, target) -> segment.putLong(place, target));
    int relocationsOffset = HEADER_SIZE + operations.capacity();
    int dataOffset = align(relocationsOffset + relocations.size() * Integer.BYTES, DATA_ALIGNMENT);
    var image = ByteBuffer.allocate(dataOffset + segment.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(MAGIC).putInt(VERSION).putInt(count).putInt(program.slotCount());
    image.putInt(relocations.size()).putInt(segment.capacity()).putInt(program.reportDescriptor());
    image.putInt(HEADER_SIZE).putInt(relocationsOffset).putInt(dataOffset);
    image.put(operations.rewind());
    relocations.forEach(image::putInt);
    image.position(dataOffset).put(segment.rewind());
    return image.array();
  }

  private void encode(Operation operation, ByteBuffer slice) {
    var out = slice.order(ByteOrder.LITTLE_ENDIAN);
    switch (operation) {
      case Operation.Call call -> encodeCall(call, out);
      case Operation.Jump jump -> {
        out.putShort(0, (short) KIND_JUMP).putShort(2, (short) NO_SLOT);
        out.putInt(4, jump.target().index()).putShort(26, (short) jump.condition().code());
        if (jump.slot() != null) {
          out.put(20, (byte) 2).putLong(32, jump.slot().index()).putLong(40, jump.constant());
        }
      }
      case Operation.Store store -> {
        out.putShort(0, (short) KIND_STORE).putShort(2, (short) NO_SLOT);
        out.putInt(4, place(store.place()) + store.offset()).putInt(28, store.width());
        out.put(20, (byte) 2).putLong(32, store.slot().index());
      }
      case Operation.Load load -> {
        out.putShort(0, (short) KIND_LOAD).putShort(2, (short) load.slot().index());
        out.putInt(4, place(load.place()) + load.offset()).putInt(28, load.width());
      }
    }
  }

  private void encodeCall(Operation.Call call, ByteBuffer out) {
    out.putShort(0, (short) KIND_CALL);
    out.putShort(2, (short) slotOf(call.result()));
    out.putInt(4, call.syscall().number(architecture));
    if (call.onError() != null) {
      var errnos = call.onError().errnos();
      out.putShort(8, (short) (errnos.isEmpty() ? ANY_ERRNO : errnos.getFirst().number()));
      for (int i = 1; i < errnos.size(); i++) {
        out.putShort(8 + 2 * i, (short) errnos.get(i).number());
      }
      out.putInt(16, call.onError().target().index());
    }
    for (int i = 0; i < call.arguments().size(); i++) {
      var argument = call.arguments().get(i);
      out.put(20 + i, (byte) kindOf(argument));
      out.putLong(32 + i * Long.BYTES, valueOf(argument));
    }
  }

  private static int slotOf(@Nullable Slot slot) {
    return slot == null ? NO_SLOT : slot.index();
  }

  private static int kindOf(Argument argument) {
    return switch (argument) {
      case Immediate immediate -> 0;
      case Address address -> 1;
      case Value value -> 2;
    };
  }

  private long valueOf(Argument argument) {
    return switch (argument) {
      case Immediate(long value) -> value;
      case Address(Datum datum, int offset) -> place(datum) + offset;
      case Value(Slot slot) -> slot.index();
    };
  }

  private int place(Datum datum) {
    var known = offsets.get(datum);
    if (known != null) {
      return known;
    }
    while (data.size() % DATUM_ALIGNMENT != 0) {
      data.write(0);
    }
    int offset = data.size();
    offsets.put(datum, offset);
    data.writeBytes(datum.bytes());
    for (var pointer : datum.pointers()) {
      int target = place(pointer.target());
      pointers.put(offset + pointer.offset(), target);
      relocations.add(offset + pointer.offset());
    }
    return offset;
  }

  private static int align(int value, int alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
}
