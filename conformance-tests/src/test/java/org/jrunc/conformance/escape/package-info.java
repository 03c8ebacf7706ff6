/**
 * Root file systems and processes that try to reach the host through the runtime; nothing outside
 * may change.
 */
@NullMarked
package org.jrunc.conformance.escape;

import org.jspecify.annotations.NullMarked;
