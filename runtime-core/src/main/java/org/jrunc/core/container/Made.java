package org.jrunc.core.container;

import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;

/** A container that was just made, still locked and with its channels open. */
record Made(StateLock lock, StateRecord record, Channels channels) implements AutoCloseable {
  /** Lets go of it, and lets it be. */
  void finish() {
    close();
  }

  @Override
  public void close() {
    channels.close();
    lock.close();
  }
}
