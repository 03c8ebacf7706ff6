package org.jrunc.core.program;

/**
 * A register of the executor: a signed 64-bit number, -1 until a result is stored. Slots have names
 * for the reader; one name is one slot within a program.
 *
 * @param name what it holds, for example {@code rootfs}
 * @param index its number in the encoded program
 */
public record Slot(String name, int index) {
  @Override
  public String toString() {
    return "$" + name;
  }
}
