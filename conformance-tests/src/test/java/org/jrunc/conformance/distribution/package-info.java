/**
 * Is the distribution whole, and can it lie anywhere? Depends on {@code support} alone. Start with
 * {@link org.jrunc.conformance.distribution.DistributionTest}.
 */
@NullMarked
package org.jrunc.conformance.distribution;

import org.jspecify.annotations.NullMarked;
