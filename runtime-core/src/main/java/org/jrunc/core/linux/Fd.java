package org.jrunc.core.linux;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jrunc.core.linux.binding.LibC;

/**
 * An open file descriptor and the duty to close it. All descriptors that {@link Kernel} opens are
 * close-on-exec. Closing twice is harmless; using the number after closing is an error.
 */
public final class Fd implements AutoCloseable {
  private final int number;
  private final boolean owned;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Fd(int number, boolean owned) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    this.number = number;
    this.owned = owned;
  }

  /** Takes over the open descriptor {@code number}: it is closed with this object. */
  public static Fd owned(int number) {
    return new Fd(number, true);
  }

  /** Refers to the open descriptor {@code number}, which stays open when this object is closed. */
  public static Fd borrowed(int number) {
    return new Fd(number, false);
  }

  /** The descriptor number in this process. */
  public int number() {
    if (closed.get()) {
      throw new IllegalStateException("file descriptor " + number + " is closed");
    }
    return number;
  }

  /** Whether {@link #close()} was called. */
  public boolean isClosed() {
    return closed.get();
  }

  /**
   * Closes the descriptor, once. An error of close(2) is ignored: on Linux the descriptor is gone
   * in every case, and what must reach a disk is synced before.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && owned) {
      LibC.close(number);
    }
  }

  @Override
  public String toString() {
    return "fd " + number + (closed.get() ? " (closed)" : "");
  }
}
