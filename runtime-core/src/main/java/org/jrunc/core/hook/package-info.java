/**
 * Runs the hooks of a container with a timeout and the state on standard input. May depend on
 * {@code launch}, {@code compile} and {@code failure}. Start with {@code HostHooks}.
 */
package org.jrunc.core.hook;
