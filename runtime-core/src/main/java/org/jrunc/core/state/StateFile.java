package org.jrunc.core.state;

import java.nio.file.Path;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** A file of a state directory. Who replaces it writes beside it first, and then changes places. */
final class StateFile {
  private static final String TEMPORARY = ".tmp";
  private static final int MODE = 0600;

  private final Kernel kernel;
  private final ContainerId id;
  private final Path place;
  private final Path beside;

  StateFile(Kernel kernel, ContainerId id, Path place) {
    this.kernel = kernel;
    this.id = id;
    this.place = place;
    this.beside = place.resolveSibling(beside(String.valueOf(place.getFileName())));
  }

  /** The name of what lies beside the file of this name once that has been replaced. */
  static String beside(String name) {
    return name + TEMPORARY;
  }

  /** Writes a new file that nobody reads yet. */
  void fill(byte[] content) {
    guard(() -> fill(place, content));
  }

  /** Makes a new file, which whoever reads it finds whole. */
  void make(byte[] content) {
    guard(
        () -> {
          fill(beside, content);
          kernel.rename(beside, place);
        });
  }

  /** Writes it anew; whoever reads it finds the old content or the new one. */
  void replace(byte[] content) {
    guard(
        () -> {
          fill(beside, content);
          put();
        });
  }

  // A rename over a file makes ext4 write the new content to the disk there and then, to save
  // programs that forgot to sync: milliseconds, which nobody needs here (mount option
  // auto_da_alloc of ext4(5)). To exchange the two names is as atomic, and does not. What lies
  // beside then serves the next write, because a new inode costs ext4 the more the more of them
  // were deleted in the last seconds: it looks at each before it takes one.
  private void put() {
    try {
      kernel.exchange(beside, place);
    } catch (SyscallFailure e) {
      // There is none to exchange with yet, or the filesystem cannot.
      if (!e.is(Errno.ENOENT) && !e.is(Errno.EINVAL)) {
        throw e;
      }
      kernel.rename(beside, place);
    }
  }

  private void fill(Path file, byte[] content) {
    var flags = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    try (var open = kernel.open(file, flags, MODE)) {
      kernel.write(open, content);
    }
  }

  private void guard(Runnable write) {
    try {
      write.run();
    } catch (SyscallFailure e) {
      discard();
      throw new StateFailure(
          id.value(), "cannot write `" + place + "`: " + Errno.textOf(e.errno()));
    }
  }

  private void discard() {
    try {
      kernel.unlinkIfPresent(beside);
    } catch (SyscallFailure e) {
      // The next write truncates what is left here, and the removal of the container takes it.
    }
  }
}
