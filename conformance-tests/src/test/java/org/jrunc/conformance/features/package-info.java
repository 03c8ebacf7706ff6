/** What the {@code features} document claims, held against the references and against the truth. */
@NullMarked
package org.jrunc.conformance.features;

import org.jspecify.annotations.NullMarked;
