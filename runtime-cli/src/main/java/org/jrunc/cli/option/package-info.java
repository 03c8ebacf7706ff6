/**
 * What a command line may hold and how it is read: flags, commands, runc's parsing rules. May
 * depend on picocli and nothing else. Start with {@code FlagParser}.
 */
package org.jrunc.cli.option;
