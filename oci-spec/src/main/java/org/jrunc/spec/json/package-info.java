/**
 * Reads and writes records as JSON, with the place of every error. Depends on jackson-core alone:
 * the record packages depend on it, not the other way round, and databind would cost every command
 * its start-up time. Start with {@code SpecReader}.
 */
package org.jrunc.spec.json;
