/**
 * The records of config.json, platform independent part. Depends on {@code json}, {@code linux} and
 * JSpecify. Start with {@code Spec}.
 */
package org.jrunc.spec;
