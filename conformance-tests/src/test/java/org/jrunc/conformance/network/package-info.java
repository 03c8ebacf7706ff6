/** Tests of network devices that move into containers. */
@NullMarked
package org.jrunc.conformance.network;

import org.jspecify.annotations.NullMarked;
