/**
 * Starts executors and speaks with them on behalf of a caller. May depend on {@code linux} and
 * {@code program}. Start with {@code Caller}.
 */
package org.jrunc.core.launch;
