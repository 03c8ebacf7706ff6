package org.jrunc.spec.features;

import org.jspecify.annotations.Nullable;

/**
 * Intel RDT support (features-linux.md, "Intel RDT"); null means unknown.
 *
 * @param enabled whether it is supported
 * @param schemata whether {@code linux.intelRdt.schemata} is
 * @param monitoring whether {@code linux.intelRdt.enableMonitoring} is
 */
public record IntelRdtFeatures(
    @Nullable Boolean enabled, @Nullable Boolean schemata, @Nullable Boolean monitoring) {}
