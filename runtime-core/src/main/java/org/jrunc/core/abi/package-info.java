/**
 * Numbers and names of the kernel interface: system calls for each architecture, errnos, flags.
 * Pure: depends on the JDK alone. Start with {@code Syscall}.
 */
package org.jrunc.core.abi;
