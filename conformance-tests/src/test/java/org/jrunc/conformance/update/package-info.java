/** Tests of {@code update}: limits that change while a container runs. */
@NullMarked
package org.jrunc.conformance.update;

import org.jspecify.annotations.NullMarked;
