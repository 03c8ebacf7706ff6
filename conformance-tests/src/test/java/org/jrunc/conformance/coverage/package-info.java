/**
 * Which test proves which property of {@code config.json}, and how the references fare with it:
 * {@code COVERAGE.md}. Start reading at {@link org.jrunc.conformance.coverage.CoverageTest}.
 */
@NullMarked
package org.jrunc.conformance.coverage;

import org.jspecify.annotations.NullMarked;
