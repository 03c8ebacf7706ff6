/** Tests of device nodes, and of which devices a container may use. */
@NullMarked
package org.jrunc.conformance.devices;

import org.jspecify.annotations.NullMarked;
