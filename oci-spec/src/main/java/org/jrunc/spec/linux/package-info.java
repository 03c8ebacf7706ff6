/**
 * The records of the {@code linux} object of config.json. Depends on {@code json} and JSpecify.
 * Start with {@code Linux}.
 */
package org.jrunc.spec.linux;
