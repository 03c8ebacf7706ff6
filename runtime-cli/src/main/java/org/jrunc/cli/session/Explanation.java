package org.jrunc.cli.session;

import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Program;

/**
 * What {@code create} would do.
 *
 * @param plan its steps
 * @param program the system calls of those that the container's process takes
 */
public record Explanation(Plan plan, Program program) {}
