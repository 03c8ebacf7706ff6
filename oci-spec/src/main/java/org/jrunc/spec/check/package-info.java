/**
 * Checks what the JSON schema cannot say, one checker for each chapter of the specification. May
 * depend on all record packages. Start with {@code Violation}.
 */
package org.jrunc.spec.check;
