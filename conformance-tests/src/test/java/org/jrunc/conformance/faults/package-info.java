/**
 * Deaths and loads: what is left when a part of the runtime is killed in mid-command, and after
 * very many containers.
 */
@NullMarked
package org.jrunc.conformance.faults;

import org.jspecify.annotations.NullMarked;
