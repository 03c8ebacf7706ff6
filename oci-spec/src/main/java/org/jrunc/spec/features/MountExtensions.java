package org.jrunc.spec.features;

import org.jspecify.annotations.Nullable;

/**
 * Mount extensions (features-linux.md, "MountExtensions"); null means unknown.
 *
 * @param idmap id-mapped mounts
 */
public record MountExtensions(@Nullable Support idmap) {}
