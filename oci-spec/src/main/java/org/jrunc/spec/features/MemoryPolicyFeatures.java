package org.jrunc.spec.features;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * NUMA memory policy support (features-linux.md, "MemoryPolicy"); null means unknown.
 *
 * @param modes modes
 * @param flags flags
 */
public record MemoryPolicyFeatures(@Nullable List<String> modes, @Nullable List<String> flags) {

  public MemoryPolicyFeatures {
    modes = Fields.copyOrNull(modes);
    flags = Fields.copyOrNull(flags);
  }
}
