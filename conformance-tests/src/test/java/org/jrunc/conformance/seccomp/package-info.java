/** System call filters: what they decide, seen from inside, and agents that answer for them. */
@NullMarked
package org.jrunc.conformance.seccomp;

import org.jspecify.annotations.NullMarked;
