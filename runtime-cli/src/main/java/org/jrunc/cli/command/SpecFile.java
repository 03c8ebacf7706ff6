package org.jrunc.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SpecFailure;

/** A config.json that is yet to be written. */
final class SpecFile {
  private static final String NAME = "config.json";

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private SpecFile() {}

  /**
   * Writes the file, never over another one.
   *
   * @param bundle an absolute directory
   * @param umask which permissions the caller withholds from new files
   * @throws SpecFailure if there is such a file already
   * @throws HostFailure if it cannot be written
   */
  static void create(Path bundle, String json, int umask) {
    var path = bundle.resolve(NAME);
    try (var channel = Files.newByteChannel(path, NEW)) {
      write(path, channel, json, 0666 & ~umask);
    } catch (FileAlreadyExistsException e) {
      throw new SpecFailure("", "File " + NAME + " exists. Remove it first");
    } catch (AccessDeniedException e) {
      throw new HostFailure("open " + NAME + ": permission denied");
    } catch (IOException e) {
      throw new HostFailure("cannot write `" + path + "`: " + e.getMessage());
    }
  }

  private static void write(Path path, WritableByteChannel channel, String json, int mode)
      throws IOException {
    try {
      Files.setAttribute(path, "unix:mode", mode);
      var bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(path);
      var reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      throw new HostFailure("write " + NAME + ": " + reason);
    }
  }
}
