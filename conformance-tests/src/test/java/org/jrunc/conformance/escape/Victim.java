package org.jrunc.conformance.escape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;

/**
 * A file of the host that an image points at and that has to stay as it is.
 *
 * @param file where it is, outside the root file system
 */
record Victim(Path file) {
  private static final String TEXT = "0\n";

  static Victim of(Bundle bundle) throws IOException {
    return new Victim(Files.writeString(bundle.newDirectory("outside").resolve("victim"), TEXT));
  }

  boolean isUntouched() throws IOException {
    try (var beside = Files.list(file.resolveSibling("."))) {
      return Files.readString(file).equals(TEXT) && beside.count() == 1;
    }
  }

  /** Puts a link to it into the image. */
  void linkAs(Path link) throws IOException {
    Files.createDirectories(link.resolveSibling("."));
    Files.createSymbolicLink(link, file);
  }

  /** Puts a file of the same text into the image. */
  static Path imitate(Path path) throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    return Files.writeString(path, TEXT);
  }
}
