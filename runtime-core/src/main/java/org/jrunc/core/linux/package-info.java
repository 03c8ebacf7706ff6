/**
 * The Linux kernel as jrunc sees it: typed calls that return a value or throw a {@link
 * org.jrunc.core.failure.SyscallFailure} worded as strace(1) would show the call. It knows nothing
 * about containers. Start with {@link org.jrunc.core.linux.Kernel}.
 */
package org.jrunc.core.linux;
