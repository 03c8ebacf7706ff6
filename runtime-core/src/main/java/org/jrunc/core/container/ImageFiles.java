package org.jrunc.core.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** Reads text files that an image or a container has chosen, so none that it says is trusted. */
final class ImageFiles {
  /** What lies behind in a larger file is not found: the image chooses how long we read. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int CHUNK = 8192;

  private ImageFiles() {}

  /** The text of a file below a root, which no symbolic link leads out of. */
  static Optional<String> text(Kernel kernel, Fd root, String path) {
    return text(kernel, kernel.openPathInRoot(root, path));
  }

  /** Only a regular file is opened: opening a device can do things, and a fifo waits. */
  static Optional<String> text(Kernel kernel, Fd place) {
    try (place) {
      if (!kernel.facts(place).isRegular()) {
        return Optional.empty();
      }
      var again = Path.of("/proc/self/fd/" + place.number());
      try (var file = kernel.open(again, OpenFlags.READ | OpenFlags.NON_BLOCKING)) {
        return Optional.of(read(kernel, file));
      }
    }
  }

  private static String read(Kernel kernel, Fd file) {
    var text = new ByteArrayOutputStream(CHUNK);
    var chunk = new byte[CHUNK];
    for (int n = kernel.read(file, chunk); n > 0; n = kernel.read(file, chunk)) {
      text.write(chunk, 0, n);
      if (text.size() >= MAX_SIZE) {
        break;
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
