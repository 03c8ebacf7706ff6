package org.jrunc.spec.linux;

import java.math.BigInteger;
import org.jrunc.spec.json.Fields;

/**
 * A condition on one argument of a system call (config-linux.md, {@code args}).
 *
 * <p>Values are unsigned 64 bits; {@link java.math.BigInteger#longValue()} gives the bits.
 *
 * @param index which argument, 0 to 5
 * @param value what to compare with; the mask for {@code SCMP_CMP_MASKED_EQ}
 * @param valueTwo what the masked argument must equal, for {@code SCMP_CMP_MASKED_EQ}; 0 when
 *     absent
 * @param op how to compare
 */
public record SyscallArgument(
    int index, BigInteger value, BigInteger valueTwo, SeccompOperator op) {

  public SyscallArgument {
    Fields.notNegative("index", index);
    value = Fields.uint64("value", value);
    valueTwo = Fields.uint64("valueTwo", valueTwo);
    op = Fields.required("op", op);
  }
}
