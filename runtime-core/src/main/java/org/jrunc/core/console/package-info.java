/**
 * Pseudo terminals and their hand-over. May depend on {@code linux}. Start with {@code Console}.
 */
package org.jrunc.core.console;
