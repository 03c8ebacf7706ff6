/**
 * Reads and writes the documents with precise error locations; the only package here that touches
 * databind. May depend on all record packages and Jackson. Start with {@code SpecReader}.
 */
package org.jrunc.spec.json;
