package org.jrunc.spec;

import java.math.BigInteger;
import org.jrunc.spec.json.Fields;

/**
 * One resource limit (config.md, {@code rlimits}; setrlimit(2)).
 *
 * <p>Both limits are unsigned 64 bits; all bits set, 18446744073709551615, means no limit, and
 * {@link java.math.BigInteger#longValue()} gives the bits for the kernel.
 *
 * @param type name such as {@code RLIMIT_NOFILE}; empty when absent
 * @param hard ceiling of the soft limit
 * @param soft value the kernel enforces
 */
public record Rlimit(String type, BigInteger hard, BigInteger soft) {

  public Rlimit {
    type = Fields.orEmpty(type);
    hard = Fields.uint64("hard", hard);
    soft = Fields.uint64("soft", soft);
  }
}
