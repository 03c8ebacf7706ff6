package org.jrunc.core.criu;

/**
 * What CRIU may not be able to do on every kernel: {@code criu_features} of rpc.proto.
 *
 * @param memoryTracking whether it can tell which pages have changed since the dump before
 * @param lazyPages whether it can fetch pages when they are needed
 */
public record CriuFeatures(boolean memoryTracking, boolean lazyPages) {
  /** What is asked for: only what is wanted is named. */
  WireWriter message() {
    var message = new WireWriter();
    if (memoryTracking) {
      message.flag(1, true);
    }
    if (lazyPages) {
      message.flag(2, true);
    }
    return message;
  }

  static CriuFeatures read(WireReader message) {
    boolean tracking = false;
    boolean lazy = false;
    for (int field = message.next(); field != 0; field = message.next()) {
      if (field == 1) {
        tracking = message.flag();
      } else if (field == 2) {
        lazy = message.flag();
      }
    }
    return new CriuFeatures(tracking, lazy);
  }
}
