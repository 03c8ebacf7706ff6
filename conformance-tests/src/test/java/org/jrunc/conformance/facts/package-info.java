/**
 * Differential tests: the same probe in the same bundle under the runtime under test and under the
 * references, and the same facts, or an entry in {@code differences.json} that says why not.
 */
@NullMarked
package org.jrunc.conformance.facts;

import org.jspecify.annotations.NullMarked;
