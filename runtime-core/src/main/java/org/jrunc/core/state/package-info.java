/**
 * What jrunc remembers about containers between commands: one directory each, locked, written whole
 * or not at all, and the table of what may be done in which status. Depends on {@code linux},
 * {@code cgroup} and the JSON of the spec module. Start with {@code StateStore} and {@code
 * Transitions}.
 */
package org.jrunc.core.state;
