package org.jrunc.cli.session;

import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Program;

/**
 * What {@code create} or {@code exec} would do.
 *
 * @param plan its steps
 * @param program the system calls of those that the process in the container takes
 */
public record Explanation(Plan plan, Program program) {}
