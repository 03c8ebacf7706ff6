/**
 * Containers that are written to image files and made from them again, by CRIU: {@code checkpoint}
 * and {@code restore}.
 */
@NullMarked
package org.jrunc.conformance.checkpoint;

import org.jspecify.annotations.NullMarked;
