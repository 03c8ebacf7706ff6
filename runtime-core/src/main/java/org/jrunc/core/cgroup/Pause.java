package org.jrunc.core.cgroup;

import java.time.Duration;

/** Waiting for the kernel where it offers nothing to wait on. */
final class Pause {
  private Pause() {}

  /** Waits for so many microseconds, or until the thread is interrupted. */
  static void micros(long micros) {
    try {
      Thread.sleep(Duration.ofNanos(micros * 1000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
