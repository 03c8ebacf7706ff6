package org.jrunc.core.plan;

/**
 * The descriptors of hooks that the container's process runs.
 *
 * @param state what they read
 * @param capture takes the output that a message about their failure ends with
 * @param stdout where they print to, {@code capture} or another
 * @param stderr where they complain, {@code capture} or another
 */
public record HookStreams(int state, int capture, int stdout, int stderr) {}
