package org.jrunc.spec.features;

import org.jspecify.annotations.Nullable;

/**
 * Whether one feature is supported (features-linux.md); null means unknown.
 *
 * @param enabled whether it is supported, whatever this host does
 */
public record Support(@Nullable Boolean enabled) {}
