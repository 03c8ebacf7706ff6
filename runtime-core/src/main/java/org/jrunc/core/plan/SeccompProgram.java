package org.jrunc.core.plan;

/**
 * A seccomp filter ready for the kernel.
 *
 * @param instructions array of {@code struct sock_filter}, 8 bytes each, native byte order
 * @param flags SECCOMP_FILTER_FLAG_ bits of seccomp(2)
 * @param summary what it is made from, for readers of a plan
 */
public record SeccompProgram(byte[] instructions, long flags, String summary) {}
