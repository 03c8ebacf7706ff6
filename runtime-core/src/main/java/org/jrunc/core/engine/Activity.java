package org.jrunc.core.engine;

/** How many requests are being served, and since when none is. */
final class Activity {
  private static final long MILLION = 1_000_000;
  private int running;
  private long idleSince = System.nanoTime();

  synchronized void begin() {
    running++;
  }

  synchronized void end() {
    running--;
    idleSince = System.nanoTime();
    notifyAll();
  }

  /** How long no request has been served; 0 while one is. */
  synchronized long idleMillis() {
    return running > 0 ? 0 : (System.nanoTime() - idleSince) / MILLION;
  }

  /** Returns when no request is being served. */
  synchronized void awaitNone() throws InterruptedException {
    while (running > 0) {
      wait();
    }
  }

  /** Returns when no request has been served for a time. */
  synchronized void awaitIdle(long millis) throws InterruptedException {
    while (idleMillis() < millis) {
      if (running > 0) {
        wait();
      } else {
        wait(millis - idleMillis());
      }
    }
  }
}
