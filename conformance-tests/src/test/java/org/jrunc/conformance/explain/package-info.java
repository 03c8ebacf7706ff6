/**
 * What {@code explain} says against what happens. It may use {@code support}. {@link
 * org.jrunc.conformance.explain.StraceTest} is the place to start.
 */
package org.jrunc.conformance.explain;
