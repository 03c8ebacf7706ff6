package org.jrunc.core.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.FileFacts;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** The socket that clients connect to, handed over by whoever started the engine. */
final class ListeningSocket implements AutoCloseable {
  private final Kernel kernel;
  private final Fd fd;
  private final Optional<Path> path;
  private final Optional<FileFacts> file;

  /**
   * The listening socket {@code fd}.
   *
   * @param owned whether its path is removed at the end
   */
  ListeningSocket(Kernel kernel, Fd fd, boolean owned) {
    this.kernel = kernel;
    this.fd = fd;
    this.path = owned ? kernel.boundPath(fd) : Optional.empty();
    this.file = path.filter(kernel::exists).map(kernel::facts);
  }

  Fd fd() {
    return fd;
  }

  /** The next waiting client; empty if there is none, and the socket is readable or retired. */
  Optional<Fd> accept() {
    return kernel.accept(fd);
  }

  /**
   * Lets no further client connect. Those that are connected already stay in the queue; {@link
   * #accept} returns them, and nothing after the last.
   *
   * @return false if it is not ours to retire, so that clients keep coming
   */
  boolean retire() {
    if (path.isEmpty()) {
      return false;
    }
    // Under the lock that clients start an engine under: whoever does not find the path starts one.
    try (var lock = openLock(path.get().resolveSibling(".lock"))) {
      kernel.lock(lock);
      removePath(path.get());
    } catch (SyscallFailure e) {
      // Somebody has cleaned up the directory; then nobody finds the socket, which was wanted.
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    kernel.shutdown(fd);
    return true;
  }

  private Fd openLock(Path lock) {
    int flags = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.NO_FOLLOW;
    return kernel.open(lock, flags, 0600);
  }

  private void removePath(Path bound) {
    if (file.isPresent() && file.get().isSameFile(kernel.factsOfLink(bound))) {
      kernel.unlink(bound);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
