/** Tests of annotations that a runtime acts on. */
@NullMarked
package org.jrunc.conformance.annotations;

import org.jspecify.annotations.NullMarked;
