/** The warm engine as seen from outside: how it comes and goes, and what it has about it. */
@NullMarked
package org.jrunc.conformance.engine;

import org.jspecify.annotations.NullMarked;
