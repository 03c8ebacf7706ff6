/**
 * The records of the state document that {@code state} prints and hooks receive. Depends on nothing
 * but the JDK and JSpecify. Start with {@code State}.
 */
package org.jrunc.spec.state;
