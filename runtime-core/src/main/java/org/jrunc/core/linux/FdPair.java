package org.jrunc.core.linux;

/**
 * Two descriptors that belong together: of a pipe, the reading end first; of a socket pair, either.
 */
public record FdPair(Fd first, Fd second) implements AutoCloseable {
  @Override
  public void close() {
    first.close();
    second.close();
  }
}
