/**
 * The records of the lines that {@code events} prints, in the form and order of runc. Depends on
 * {@code json} and JSpecify. Start with {@code Event}.
 */
package org.jrunc.spec.events;
