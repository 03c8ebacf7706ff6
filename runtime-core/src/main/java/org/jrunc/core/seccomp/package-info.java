/**
 * Compiles seccomp profiles to BPF through libseccomp. May depend on {@code linux} and {@code abi}.
 * Start with {@code SeccompFilter}.
 */
package org.jrunc.core.seccomp;
