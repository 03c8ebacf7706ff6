/**
 * What the tests stand on: bundles, runtimes, containers, facts and residue. It knows runtimes only
 * as binaries and never calls code of the other modules. Start reading at {@link
 * org.jrunc.conformance.support.BundleTest}.
 */
@NullMarked
package org.jrunc.conformance.support;

import org.jspecify.annotations.NullMarked;
