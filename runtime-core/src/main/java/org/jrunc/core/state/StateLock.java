package org.jrunc.core.state;

import java.nio.file.Path;
import org.jrunc.core.linux.Fd;

/**
 * The right to change one container, held until closed. It is the lock of the container's own
 * directory, so it needs no file of its own and leaves none behind; that the directory still has
 * its name is checked after the lock is taken, because the previous holder may have deleted it.
 */
public final class StateLock implements AutoCloseable {
  private final ContainerId id;
  private final Path directory;
  private final Fd fd;

  StateLock(ContainerId id, Path directory, Fd fd) {
    this.id = id;
    this.directory = directory;
    this.fd = fd;
  }

  /** The container. */
  public ContainerId id() {
    return id;
  }

  /** Its state directory. */
  public Path directory() {
    return directory;
  }

  /** Lets go of the lock. */
  @Override
  public void close() {
    fd.close();
  }
}
