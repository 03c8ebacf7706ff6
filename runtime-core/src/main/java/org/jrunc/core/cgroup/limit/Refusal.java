package org.jrunc.core.cgroup.limit;

/** What it means when the kernel refuses a write to a cgroup file. */
public enum Refusal {
  /** The limit cannot be set: the command fails. */
  FAILS,
  /** Fails, but if there is no such file this kernel cannot do it, and nobody minds. */
  ABSENT_IS_FINE,
  /**
   * If there is no such file, this kernel has the next write's file instead; if there is, the next
   * write is left out.
   */
  ABSENT_TAKES_NEXT,
  /**
   * If the value is invalid, it may only not fit to another one that the next write of the same
   * controller sets: it is tried again after that one.
   */
  INVALID_COMES_LATER,
  /** Both {@link #ABSENT_IS_FINE} and {@link #INVALID_COMES_LATER}. */
  ABSENT_IS_FINE_INVALID_COMES_LATER
}
