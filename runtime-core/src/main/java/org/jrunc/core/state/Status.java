package org.jrunc.core.state;

import java.util.Locale;

/** The status of a container: runtime.md, "State", with runc's {@code paused}. */
public enum Status {
  /** The command that makes it has not finished. */
  CREATING,
  /** Its process waits to be started. */
  CREATED,
  /** The user's program runs. */
  RUNNING,
  /** Its cgroup is frozen. */
  PAUSED,
  /** Its process is gone. */
  STOPPED;

  /** The word that {@code state} prints. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a container is now: the record says what was done, the kernel says what is alive.
   *
   * @param record what was written last
   * @param liveness the kernel's side
   */
  public static Status of(StateRecord record, Liveness liveness) {
    if (record.stage() == Stage.CREATING && record.pid() == 0) {
      return CREATING;
    }
    if (!liveness.isAlive(record)) {
      return STOPPED;
    }
    if (record.stage() == Stage.CREATING) {
      return CREATING;
    }
    if (liveness.isFrozen(record)) {
      return PAUSED;
    }
    return liveness.awaitsStart(record) ? CREATED : RUNNING;
  }

  /**
   * What a container is now, seen by the holder of its lock. Whoever makes a container holds the
   * lock until the end, so a record of a making that has no process, seen under the lock, was left
   * behind by a runtime that died.
   */
  public static Status underLock(StateRecord record, Liveness liveness) {
    var status = of(record, liveness);
    return status == CREATING && record.pid() == 0 ? STOPPED : status;
  }
}
