/**
 * The command line: entry point, global options, exit codes. May depend on the whole of core and
 * picocli. Start with {@code Main}.
 */
package org.jrunc.cli;
