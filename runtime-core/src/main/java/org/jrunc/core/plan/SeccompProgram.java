package org.jrunc.core.plan;

import java.util.Optional;
import org.jrunc.core.abi.Abi;

/** A seccomp filter ready for the kernel. */
public final class SeccompProgram {
  private final byte[] instructions;
  private final long flags;
  private final String summary;
  private final String pointer;
  private final Optional<String> agent;

  /**
   * A filter.
   *
   * @param instructions array of {@code struct sock_filter}, 8 bytes each, native byte order
   * @param flags SECCOMP_FILTER_FLAG_ bits of seccomp(2)
   * @param summary what it is made from, for readers of a plan
   * @param pointer the field that it is made from
   * @param agent the socket of who answers for system calls
   */
  public SeccompProgram(
      byte[] instructions, long flags, String summary, String pointer, Optional<String> agent) {
    this.instructions = instructions.clone();
    this.flags = flags;
    this.summary = summary;
    this.pointer = pointer;
    this.agent = agent;
  }

  /** The {@code struct sock_filter}s, 8 bytes each. */
  public byte[] instructions() {
    return instructions.clone();
  }

  /** SECCOMP_FILTER_FLAG_ bits of seccomp(2). */
  public long flags() {
    return flags;
  }

  /** Whether installing it returns a descriptor of a listener: seccomp_unotify(2). */
  public boolean notifies() {
    return (flags & Abi.SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
  }

  /** The field of config.json that the filter is made from. */
  public String pointer() {
    return pointer;
  }

  /** The socket of who answers for system calls, as the user wrote it. */
  public Optional<String> agent() {
    return agent;
  }

  /** What the filter is made from. */
  public String summary() {
    return summary;
  }
}
