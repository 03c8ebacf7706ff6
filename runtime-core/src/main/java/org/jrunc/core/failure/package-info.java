/**
 * The sealed family of everything that can go wrong. Depends on {@code abi} alone. Start with
 * {@code RuntimeFailure}.
 */
package org.jrunc.core.failure;
