/**
 * What is kept on disk about a container: record, atomic store, lock. May depend on {@code linux},
 * Jackson and {@code failure}. Start with {@code StateStore}.
 */
package org.jrunc.core.state;
