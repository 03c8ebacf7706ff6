package org.jrunc.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.program.Argument.Address;
import org.jrunc.core.program.Argument.Immediate;
import org.jrunc.core.program.Argument.Value;

/**
 * Prints a program in the numeric form that program_dump.c describes: everything from the Java
 * operations, but for the places of the data, which are taken from the encoded program once they
 * have proved to hold that data.
 */
final class NumericPrinter {
  private static final int LINE = 32;
  private final Program program;
  private final Architecture architecture;
  private final ByteBuffer image;
  private final int dataOffset;
  private final Map<Integer, Integer> relocations = new TreeMap<>();

  private NumericPrinter(Program program, Architecture architecture, byte[] encoded) {
    this.program = program;
    this.architecture = architecture;
    this.image = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    this.dataOffset = image.getInt(36);
  }

  static String print(Program program, Architecture architecture, byte[] encoded) {
    return new NumericPrinter(program, architecture, encoded).print();
  }

  private String print() {
    var operations =
        IntStream.range(0, program.operations().size())
            .mapToObj(i -> i + " " + print(program.operations().get(i), i) + "\n")
            .collect(Collectors.joining());
    var offsets = new StringBuilder();
    for (int i = 0; i < image.getInt(16); i++) {
      int offset = image.getInt(image.getInt(32) + i * Integer.BYTES);
      assertThat(relocations).as("relocation %d", i).containsKey(offset);
      offsets.append("relocate ").append(offset).append('\n');
    }
    assertThat(relocations).hasSize(image.getInt(16));
    return "program: %d operations, %d slots, %d relocations, %d bytes of data, reports to %d\n"
            .formatted(
                program.operations().size(),
                program.slotCount(),
                relocations.size(),
                image.capacity() - dataOffset,
                program.reportDescriptor())
        + operations
        + offsets
        + data();
  }

  private String data() {
    var lines = new StringBuilder();
    var bytes = Arrays.copyOfRange(image.array(), dataOffset, image.capacity());
    for (int i = 0; i < bytes.length; i += LINE) {
      var line = Arrays.copyOfRange(bytes, i, Math.min(i + LINE, bytes.length));
      lines.append("data ").append(i).append(' ').append(HexFormat.of().formatHex(line));
      lines.append('\n');
    }
    return lines.toString();
  }

  private String print(Operation operation, int index) {
    return switch (operation) {
      case Operation.Call call -> print(call, index);
      case Operation.Jump jump ->
          "jump "
              + (jump.slot() == null
                  ? ""
                  : "$%d %s %d "
                      .formatted(jump.slot().index(), jump.condition().symbol(), jump.constant()))
              + "goto "
              + jump.target().index();
      case Operation.Store store ->
          "store $%d width %d at %d"
              .formatted(store.slot().index(), store.width(), target(index, store.offset()));
      case Operation.Load load ->
          "load $%d width %d at %d"
              .formatted(load.slot().index(), load.width(), target(index, load.offset()));
    };
  }

  private int target(int index, int offset) {
    int place = image.getInt(operation(index) + 4);
    assertThat(place).isBetween(offset, image.capacity() - dataOffset - Integer.BYTES);
    return place;
  }

  private String print(Operation.Call call, int index) {
    var arguments =
        IntStream.range(0, 6)
            .mapToObj(i -> i < call.arguments().size() ? argument(call, index, i) : "0")
            .collect(Collectors.joining(", "));
    var text = "call %d(%s)".formatted(call.syscall().number(architecture), arguments);
    if (call.result() != null) {
      text += " -> $" + call.result().index();
    }
    if (call.onError() != null) {
      var errnos = call.onError().errnos();
      var list = errnos.stream().map(errno -> "" + errno.number()).collect(Collectors.joining(","));
      text += " on " + (list.isEmpty() ? "any" : list);
      text += " goto " + call.onError().target().index();
    }
    return text;
  }

  private String argument(Operation.Call call, int index, int i) {
    return switch (call.arguments().get(i)) {
      case Immediate(long value) -> "" + value;
      case Value(Slot slot) -> "$" + slot.index();
      case Address(Datum datum, int offset) -> {
        int place = (int) image.getLong(operation(index) + 32 + i * Long.BYTES);
        check(datum, place - offset);
        yield "&" + place;
      }
    };
  }

  private int operation(int index) {
    return image.getInt(28) + index * 80;
  }

  /** Whether the datum lies at this place, with pointers that the executor will relocate. */
  private void check(Datum datum, int place) {
    var expected = datum.bytes();
    for (var pointer : datum.pointers()) {
      int at = place + pointer.offset();
      int target = (int) image.getLong(dataOffset + at);
      ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putLong(pointer.offset(), target);
      relocations.put(at, target);
      check(pointer.target(), target);
    }
    assertThat(
            Arrays.copyOfRange(
                image.array(), dataOffset + place, dataOffset + place + expected.length))
        .as(datum.render())
        .isEqualTo(expected);
  }
}
