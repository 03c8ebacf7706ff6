package org.jrunc.spec.features;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * System call filter support (features-linux.md, "seccomp"); null means unknown.
 *
 * @param enabled whether filters are supported
 * @param actions actions
 * @param operators operators
 * @param archs architectures
 * @param knownFlags filter flags understood
 * @param supportedFlags those of them that this kernel and libseccomp support
 */
public record SeccompFeatures(
    @Nullable Boolean enabled,
    @Nullable List<String> actions,
    @Nullable List<String> operators,
    @Nullable List<String> archs,
    @Nullable List<String> knownFlags,
    @Nullable List<String> supportedFlags) {

  public SeccompFeatures {
    actions = Fields.copyOrNull(actions);
    operators = Fields.copyOrNull(operators);
    archs = Fields.copyOrNull(archs);
    knownFlags = Fields.copyOrNull(knownFlags);
    supportedFlags = Fields.copyOrNull(supportedFlags);
  }
}
