/**
 * Tables, JSON and log records as callers expect them. May depend on core records. Start with
 * {@code LogFormat}.
 */
package org.jrunc.cli.render;
