package org.jrunc.core.linux;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A received message: bytes and the descriptors that came with it. Closes what nobody took. */
public final class Message implements AutoCloseable {
  private final byte[] bytes;
  private final List<Fd> fds;

  /** A message with these bytes and descriptors. */
  public Message(byte[] bytes, List<Fd> fds) {
    this.bytes = bytes.clone();
    this.fds = new ArrayList<>(fds);
  }

  /** The bytes; empty at the end of the stream. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The descriptors, still owned by this message. */
  public List<Fd> fds() {
    return Collections.unmodifiableList(fds);
  }

  /** Whether this is the end: the other side closed. */
  public boolean isEnd() {
    return bytes.length == 0;
  }

  /** Hands over the duty to close the descriptors. */
  public List<Fd> takeFds() {
    var taken = List.copyOf(fds);
    fds.clear();
    return taken;
  }

  @Override
  public void close() {
    takeFds().forEach(Fd::close);
  }
}
