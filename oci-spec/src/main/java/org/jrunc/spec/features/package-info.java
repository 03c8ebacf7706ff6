/**
 * The records of the document that {@code features} prints. Depends on {@code json} and JSpecify.
 * Start with {@code Features}.
 */
package org.jrunc.spec.features;
