/**
 * The records of config.json, platform independent part. Depends on nothing but the JDK and
 * JSpecify. Start with {@code Spec}.
 */
package org.jrunc.spec;
