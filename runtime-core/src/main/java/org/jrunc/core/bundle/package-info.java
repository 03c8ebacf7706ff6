/**
 * Opens, reads and normalises a bundle. May depend on the specification reader and {@code failure}.
 * Start with {@code Bundle}.
 */
package org.jrunc.core.bundle;
