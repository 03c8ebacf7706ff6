/**
 * One short class for each command. May depend on core, {@code render} and picocli. Start with
 * {@code RunCommand}.
 */
package org.jrunc.cli.command;
