package org.jrunc.core.cgroup;

/** A change that was made and can be taken back. */
@FunctionalInterface
public interface Reversal {
  /**
   * Puts back what was there before. All of it is tried.
   *
   * @throws org.jrunc.core.failure.CgroupFailure if something of it the kernel does not take
   */
  void restore();
}
