/** Tests of what limits containers: cgroups of version 1 and resctrl. */
@NullMarked
package org.jrunc.conformance.cgroups;

import org.jspecify.annotations.NullMarked;
