/** Mounts as the container sees them: what each option does, and what none of them may do. */
@NullMarked
package org.jrunc.conformance.mounts;

import org.jspecify.annotations.NullMarked;
