/**
 * The C library as it is: functions under their C names, C types, C results, and the layout of the
 * few structs they need. Only the package {@code linux} above may use it. Start with {@link
 * org.jrunc.core.linux.binding.LibC}.
 *
 * <p>Nothing here is null-marked: what a C function returns is what it returns.
 */
@NullUnmarked
package org.jrunc.core.linux.binding;

import org.jspecify.annotations.NullUnmarked;
