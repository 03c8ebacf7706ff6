package org.jrunc.core.state;

/** The questions about a container that only the kernel can answer. */
public interface Liveness {
  /**
   * Whether the container process runs: there is a process with its pid and its start time, and it
   * is not a zombie.
   */
  boolean isAlive(StateRecord record);

  /** Whether the container cgroup is frozen. */
  boolean isFrozen(StateRecord record);

  /** Whether the container process still waits for {@code start}: its fifo is there. */
  boolean awaitsStart(StateRecord record);
}
