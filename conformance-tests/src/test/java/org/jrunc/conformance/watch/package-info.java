/**
 * The commands that watch containers and stop them for a while: {@code pause}, {@code resume},
 * {@code ps}, {@code list}, {@code events}, and the form of what they print.
 */
@NullMarked
package org.jrunc.conformance.watch;

import org.jspecify.annotations.NullMarked;
