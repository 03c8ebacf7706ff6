package org.jrunc.spec.features;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime supports (features.md): the output of {@code features}.
 *
 * <p>Lists are null when absent: absent means unknown, not none. Empty lists are not written.
 *
 * @param ociVersionMin lowest version of the runtime-spec understood
 * @param ociVersionMax highest version of the runtime-spec understood
 * @param hooks names of hooks
 * @param mountOptions mount options, filesystem specific ones excluded
 * @param linux what only Linux has (features-linux.md)
 * @param annotations facts outside the spec
 * @param potentiallyUnsafeConfigAnnotations annotations of config.json that change behaviour; a
 *     final dot makes a prefix
 */
public record Features(
    String ociVersionMin,
    String ociVersionMax,
    @Nullable List<String> hooks,
    @Nullable List<String> mountOptions,
    @Nullable LinuxFeatures linux,
    Map<String, String> annotations,
    @Nullable List<String> potentiallyUnsafeConfigAnnotations) {

  public Features {
    ociVersionMin = Fields.orEmpty(ociVersionMin);
    ociVersionMax = Fields.orEmpty(ociVersionMax);
    hooks = Fields.copyOrNull(hooks);
    mountOptions = Fields.copyOrNull(mountOptions);
    annotations = Fields.orEmpty(annotations);
    potentiallyUnsafeConfigAnnotations = Fields.copyOrNull(potentiallyUnsafeConfigAnnotations);
  }
}
