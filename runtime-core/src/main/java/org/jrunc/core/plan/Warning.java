package org.jrunc.core.plan;

/**
 * Something that is not done as config.json asks, although the container is made.
 *
 * @param pointer JSON pointer of the field that asks for it
 * @param message for the log, in runc's words where it has some
 */
public record Warning(String pointer, String message) {}
