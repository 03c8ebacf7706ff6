package org.jrunc.spec.check;

/**
 * One rule of the specification that a document breaks.
 *
 * @param pointer JSON pointer (RFC 6901) of the value; it need not exist in the document
 * @param rule short name of the rule, words joined by hyphens, stable across versions
 * @param message what is wrong: one line, lower case, no final stop, runc's words where runc has
 *     them
 * @param specSection file and heading of the runtime-spec that says so
 */
public record Violation(String pointer, String rule, String message, String specSection) {}
