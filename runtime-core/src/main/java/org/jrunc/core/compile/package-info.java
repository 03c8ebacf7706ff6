/**
 * Turns a checked specification and facts of the host into a plan. Pure: no input or output and no
 * native calls. Start with {@code PlanCompiler}.
 */
package org.jrunc.core.compile;
