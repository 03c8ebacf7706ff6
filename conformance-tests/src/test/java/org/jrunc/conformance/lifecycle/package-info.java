/**
 * The commands and the states: what each command does in each state, on bundles that are broken,
 * and what it prints. runc is asked the same and must answer the same.
 */
@NullMarked
package org.jrunc.conformance.lifecycle;

import org.jspecify.annotations.NullMarked;
