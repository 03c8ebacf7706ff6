package org.jrunc.core.linux;

/** The real kernel, called through the C library. Has no state of its own. */
final class NativeKernel
    implements Kernel, NativeFileCalls, NativeProcessCalls, NativeSocketCalls {}
