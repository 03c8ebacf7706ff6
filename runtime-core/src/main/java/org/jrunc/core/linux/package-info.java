/**
 * The kernel as typed Java calls that return values or throw. May depend on {@code linux.binding},
 * {@code abi} and {@code failure}. Start with {@code Kernel}.
 */
package org.jrunc.core.linux;
