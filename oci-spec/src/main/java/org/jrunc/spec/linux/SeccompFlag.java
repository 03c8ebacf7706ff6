package org.jrunc.spec.linux;

/** Flags of a filter (config-linux.md, "Seccomp"; seccomp(2)). */
public enum SeccompFlag {
  /**
   * Synchronises threads; accepted and without effect, as the filter is installed by a single
   * thread.
   */
  SECCOMP_FILTER_FLAG_TSYNC,
  /** Logs all actions but allow. */
  SECCOMP_FILTER_FLAG_LOG,
  /** Leaves out the speculative store bypass mitigation. */
  SECCOMP_FILTER_FLAG_SPEC_ALLOW,
  /** Lets only fatal signals interrupt a notified call once the listener has received it. */
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
}
