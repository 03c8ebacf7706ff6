package org.jrunc.core.launch;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jspecify.annotations.Nullable;

/**
 * The executor program, kept in one sealed file in memory. A container can reach the file that its
 * first process was executed from; it must not be one that can be overwritten (CVE-2019-5736).
 */
public final class ExecutorImage implements AutoCloseable {
  private static final int CHUNK = 65_536;
  private final Kernel kernel;
  private final Path file;
  private @Nullable Fd image;

  /** The executor in this file, {@code lib/jrunc-init} of the distribution; read when needed. */
  public ExecutorImage(Kernel kernel, Path file) {
    this.kernel = kernel;
    this.file = file;
  }

  /** The sealed file, which stays owned by this object. */
  public synchronized Fd fd() {
    var kept = image;
    if (kept == null) {
      kept = kernel.sealedFile("jrunc-init", content(), true);
      image = kept;
    }
    return kept;
  }

  private byte[] content() {
    try (var open = kernel.open(file, OpenFlags.READ)) {
      var content = new ByteArrayOutputStream();
      var chunk = new byte[CHUNK];
      while (true) {
        int count = kernel.read(open, chunk);
        if (count == 0) {
          return content.toByteArray();
        }
        content.write(chunk, 0, count);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (image != null) {
      image.close();
      image = null;
    }
  }
}
