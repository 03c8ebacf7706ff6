package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.FieldException;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * NUMA memory policy (config-linux.md, "Memory policy"; set_mempolicy(2)).
 *
 * @param mode policy
 * @param nodes memory nodes, a list as {@code 0-3,7}
 * @param flags behaviour flags
 */
public record MemoryPolicy(
    MemoryPolicyMode mode, @Nullable String nodes, List<MemoryPolicyFlag> flags) {

  public MemoryPolicy {
    if (mode == null) {
      throw new FieldException("mode", "invalid memory policy mode: a value is required");
    }
    nodes = Fields.emptyToNull(nodes);
    flags = Fields.orEmpty(flags);
  }
}
