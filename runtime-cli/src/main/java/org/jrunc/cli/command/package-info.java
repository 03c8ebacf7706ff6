/**
 * One short class for each command. May depend on {@code option}, {@code session}, {@code render}
 * and core. Start with {@code RunCommand}.
 */
package org.jrunc.cli.command;
