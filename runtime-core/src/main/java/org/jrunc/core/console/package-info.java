/**
 * Pseudo terminals and their hand-over. May depend on {@code linux}. Start with {@link
 * org.jrunc.core.console.ConsoleSocket}.
 */
package org.jrunc.core.console;
