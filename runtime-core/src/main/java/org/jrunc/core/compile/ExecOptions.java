package org.jrunc.core.compile;

/**
 * What the command line and its caller say about a process that joins a container.
 *
 * @param launch what they say about every process
 * @param umask the mask it has if the config names none
 */
public record ExecOptions(LaunchOptions launch, int umask) {}
