package org.jrunc.core.state;

/** What can be asked of a container that exists. */
public enum Command {
  /** {@code state} and {@code list}. */
  STATE,
  /** {@code start}. */
  START,
  /** {@code kill}. */
  KILL,
  /** {@code delete}. */
  DELETE,
  /** {@code delete --force}. */
  FORCE_DELETE,
  /** {@code exec}. */
  EXEC,
  /** {@code exec --ignore-paused}. */
  EXEC_IGNORING_PAUSE,
  /** {@code pause}. */
  PAUSE,
  /** {@code resume}. */
  RESUME,
  /** {@code ps}. */
  PS,
  /** {@code events}. */
  EVENTS,
  /** {@code update}. */
  UPDATE,
  /** {@code mounts}. */
  MOUNTS,
  /** {@code checkpoint}. */
  CHECKPOINT
}
