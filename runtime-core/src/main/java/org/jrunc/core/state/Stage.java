package org.jrunc.core.state;

import java.util.Locale;

/** How far the runtime has brought a container: what was done, whatever became of it since. */
public enum Stage {
  /** It is being made. */
  CREATING,
  /** {@code create} has finished. That {@code start} has, the missing fifo tells. */
  CREATED;

  /** The word in state.json. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
