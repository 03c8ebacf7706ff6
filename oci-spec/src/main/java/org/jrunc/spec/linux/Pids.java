package org.jrunc.spec.linux;

import org.jspecify.annotations.Nullable;

/**
 * Limit on the number of tasks (config-linux.md, "PIDs").
 *
 * @param limit most tasks at a time; -1 means no limit, absent leaves the limit as it is
 */
public record Pids(@Nullable Long limit) {}
