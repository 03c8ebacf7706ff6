/**
 * The records of the {@code linux} object of config.json. Depends on nothing but the JDK and
 * JSpecify. Start with {@code Linux}.
 */
package org.jrunc.spec.linux;
