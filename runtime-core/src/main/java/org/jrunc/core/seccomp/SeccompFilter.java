package org.jrunc.core.seccomp;

import java.util.Arrays;

/** A filter ready for seccomp(2). */
public final class SeccompFilter {
  /** The most instructions that the kernel takes: BPF_MAXINSNS. */
  public static final int MOST_INSTRUCTIONS = 4096;

  private final byte[] program;
  private final int flags;
  private final boolean notifies;

  SeccompFilter(byte[] program, int flags, boolean notifies) {
    this.program = program;
    this.flags = flags;
    this.notifies = notifies;
  }

  /** The program: {@code struct sock_filter}s of 8 bytes in native byte order. */
  public byte[] program() {
    return program.clone();
  }

  /** How many instructions the program has. */
  public int length() {
    return program.length / BpfInstruction.SIZE;
  }

  /** The {@code SECCOMP_FILTER_FLAG_*} to install it with. */
  public int flags() {
    return flags;
  }

  /** Whether installing it returns a descriptor for a listener: seccomp_unotify(2). */
  public boolean notifies() {
    return notifies;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeccompFilter filter
        && Arrays.equals(program, filter.program)
        && flags == filter.flags
        && notifies == filter.notifies;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(program) + flags;
  }

  @Override
  public String toString() {
    return length() + " instructions, flags 0x" + Integer.toHexString(flags);
  }
}
