/** What {@code exec} does in a running container. Start with {@link Target}. */
@NullMarked
package org.jrunc.conformance.exec;

import org.jspecify.annotations.NullMarked;
