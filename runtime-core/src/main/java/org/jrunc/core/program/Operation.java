package org.jrunc.core.program;

import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jspecify.annotations.Nullable;

/** One operation of a program; program.h has the encoding. */
public sealed interface Operation {
  /**
   * A system call.
   *
   * @param result the slot that receives a successful result
   * @param onError what an error leads to; without it every error ends the program
   */
  record Call(
      Syscall syscall,
      List<Argument> arguments,
      @Nullable Slot result,
      @Nullable ErrorPolicy onError)
      implements Operation {}

  /** Goes on at another operation when a slot compares so with a constant. */
  record Jump(Condition condition, @Nullable Slot slot, long constant, Label target)
      implements Operation {}

  /** Writes a slot into the data segment, {@code width} bytes (4 or 8) at {@code offset}. */
  record Store(Slot slot, Datum place, int offset, int width) implements Operation {}

  /** Reads {@code width} bytes (4 or 8, unsigned) at {@code offset} of the data into a slot. */
  record Load(Slot slot, Datum place, int offset, int width) implements Operation {}

  /**
   * Errors that do not end the program.
   *
   * @param errnos the errors meant, at most four; empty for any error
   * @param target where to go on
   */
  record ErrorPolicy(List<Errno> errnos, Label target) {}

  /** When a jump is taken; the code is that of program.h. */
  enum Condition {
    /** Always. */
    ALWAYS("", 0),
    /** If the slot equals the constant. */
    EQUAL("==", 1),
    /** If the slot differs from the constant. */
    NOT_EQUAL("!=", 2),
    /** If the slot is smaller, compared as signed numbers. */
    LESS("<", 3),
    /** If the slot is not smaller, compared as signed numbers. */
    NOT_LESS(">=", 4);

    private final String symbol;
    private final int code;

    Condition(String symbol, int code) {
      this.symbol = symbol;
      this.code = code;
    }

    /** The operator, as C writes it. */
    public String symbol() {
      return symbol;
    }

    /** The number in the encoded program. */
    public int code() {
      return code;
    }
  }
}
