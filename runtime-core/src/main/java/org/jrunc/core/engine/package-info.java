/**
 * The server that answers clients: protocol, concurrent requests, idle exit. May depend on {@code
 * launch} and {@code linux}. Start with {@code Engine}.
 */
package org.jrunc.core.engine;
