package org.jrunc.core.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Runs a filter on one system call, as the kernel would: linux/filter.h, linux/seccomp.h. */
final class BpfMachine {
  private final ByteBuffer program;

  /** What a filter sees of a system call. */
  record Call(int architecture, int number, List<Long> arguments) {
    private static final int ARGUMENTS = 16;

    static Call of(int architecture, int number, long... arguments) {
      return new Call(architecture, number, Arrays.stream(arguments).boxed().toList());
    }

    int word(int offset) {
      return switch (offset) {
        case 0 -> number;
        case 4 -> architecture;
        default -> {
          int index = (offset - ARGUMENTS) / Long.BYTES;
          long value = index < arguments.size() ? arguments.get(index) : 0;
          boolean low =
              (offset % Long.BYTES == 0) == (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
          yield low ? (int) value : (int) (value >>> Integer.SIZE);
        }
      };
    }
  }

  BpfMachine(byte[] program) {
    this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
  }

  /** The action. */
  int run(Call call) {
    int accumulator = 0;
    int scratch = 0;
    for (int at = 0; ; at++) {
      int base = at * BpfInstruction.SIZE;
      int code = program.getShort(base) & 0xffff;
      int ifTrue = program.get(base + 2) & 0xff;
      int ifFalse = program.get(base + 3) & 0xff;
      int operand = program.getInt(base + 4);
      switch (code) {
        case 0x20 -> accumulator = call.word(operand);
        case 0x02 -> scratch = accumulator;
        case 0x60 -> accumulator = scratch;
        case 0x54 -> accumulator &= operand;
        case 0x05 -> at += operand;
        case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
        case 0x25 -> at += Integer.compareUnsigned(accumulator, operand) > 0 ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (accumulator & operand) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return operand;
        }
        default -> throw new IllegalStateException("instruction " + at + ": code " + code);
      }
    }
  }
}
