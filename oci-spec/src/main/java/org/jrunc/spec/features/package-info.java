/**
 * The records of the document that {@code features} prints. Depends on nothing but the JDK and
 * JSpecify. Start with {@code Features}.
 */
package org.jrunc.spec.features;
