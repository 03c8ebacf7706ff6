/**
 * Bindings of C libraries, in C spelling; not exported, and with {@code linux} the only user of
 * JNA. Depends on JNA alone. Start with {@code LibC}.
 */
package org.jrunc.core.linux.binding;
