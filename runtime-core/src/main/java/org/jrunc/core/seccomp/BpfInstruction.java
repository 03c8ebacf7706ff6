package org.jrunc.core.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One instruction of classic BPF: {@code struct sock_filter} of linux/filter.h.
 *
 * @param code what it does
 * @param ifTrue how many instructions a jump leaves out if its condition holds
 * @param ifFalse how many it leaves out if not
 * @param operand the constant
 */
record BpfInstruction(int code, int ifTrue, int ifFalse, int operand) {
  /** Loads the word of {@code struct seccomp_data} at the offset. */
  static final int LOAD = 0x20;

  /** Jumps in any case; the operand is the distance. */
  static final int JUMP = 0x05;

  /** Jumps if equal to the operand. */
  static final int JUMP_IF_EQUAL = 0x15;

  /** Jumps if greater than the operand, unsigned. */
  static final int JUMP_IF_GREATER = 0x25;

  /** Jumps if it has any bit of the operand. */
  static final int JUMP_IF_SET = 0x45;

  /** Ends with the operand. */
  static final int RETURN = 0x06;

  /** Size in bytes. */
  static final int SIZE = 8;

  static BpfInstruction load(int offset) {
    return new BpfInstruction(LOAD, 0, 0, offset);
  }

  static BpfInstruction jump(int distance) {
    return new BpfInstruction(JUMP, 0, 0, distance);
  }

  static BpfInstruction returning(int action) {
    return new BpfInstruction(RETURN, 0, 0, action);
  }

  static byte[] encode(List<BpfInstruction> program) {
    var bytes = ByteBuffer.allocate(program.size() * SIZE).order(ByteOrder.nativeOrder());
    for (var instruction : program) {
      bytes.putShort((short) instruction.code);
      bytes.put((byte) instruction.ifTrue);
      bytes.put((byte) instruction.ifFalse);
      bytes.putInt(instruction.operand);
    }
    return bytes.array();
  }
}
