/**
 * Checks what types cannot say and no host is needed for, one checker for each chapter of the
 * specification. May depend on all other packages here. Start with {@code SpecChecker}.
 */
package org.jrunc.spec.check;
