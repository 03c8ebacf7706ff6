/**
 * One command line being carried out: the global flags, the caller's streams, the log. May depend
 * on core, {@code option} and {@code render}. Start with {@code Session}.
 */
package org.jrunc.cli.session;
