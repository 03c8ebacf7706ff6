/**
 * What a runtime does for one container, as an ordered list of steps. Pure: depends on {@code abi}
 * and the specification records. Start with {@code Step}.
 */
package org.jrunc.core.plan;
