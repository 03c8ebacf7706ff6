package org.jrunc.spec;

/** I/O scheduling classes (config.md, {@code ioPriority}; ioprio_set(2)). */
public enum IoPriorityClass {
  /** Real time. */
  IOPRIO_CLASS_RT,
  /** Best effort. */
  IOPRIO_CLASS_BE,
  /** Only when the disk is idle. */
  IOPRIO_CLASS_IDLE
}
