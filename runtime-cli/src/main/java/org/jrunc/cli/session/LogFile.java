package org.jrunc.cli.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jrunc.cli.option.UsageException;

/** A place that log lines are appended to. */
interface LogFile extends AutoCloseable {

  /**
   * Appends one line.
   *
   * @throws IOException if the file cannot take it
   */
  void append(String line) throws IOException;

  /** Gives the file back; what was appended stays. */
  @Override
  void close();

  /**
   * Opens the place that {@code --log} names. The caller's own streams may be named by their device
   * paths, which would mean the engine's if they were opened.
   *
   * @param name as it was given
   * @param path the same, absolute
   * @param umask which permissions the caller withholds from new files
   * @throws UsageException if the file cannot be opened, with runc's words
   */
  static LogFile open(String name, Path path, int umask, Streams streams) {
    return switch (path.toString()) {
      case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> stream(streams::error);
      case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> stream(streams::output);
      default -> file(name, path, umask);
    };
  }

  private static LogFile stream(Consumer<String> stream) {
    return new LogFile() {
      @Override
      public void append(String line) {
        stream.accept(line);
      }

      @Override
      public void close() {}
    };
  }

  private static LogFile file(String name, Path path, int umask) {
    try {
      var channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
              PosixFilePermissions.asFileAttribute(permissions(umask)));
      return new ChannelLogFile(channel);
    } catch (NoSuchFileException e) {
      throw new UsageException("open " + name + ": no such file or directory");
    } catch (AccessDeniedException e) {
      throw new UsageException("open " + name + ": permission denied");
    } catch (FileSystemException e) {
      throw new UsageException("open " + name + ": " + reason(e));
    } catch (IOException e) {
      throw new UsageException("open " + name + ": " + e.getMessage());
    }
  }

  /** 0644, without what the caller withholds: the engine has a mask of its own. */
  private static Set<PosixFilePermission> permissions(int umask) {
    var letters = new StringBuilder("rw-r--r--");
    for (int i = 0; i < letters.length(); i++) {
      if ((umask & (0400 >> i)) != 0) {
        letters.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(letters.toString());
  }

  /** The system's text, which Go begins with a small letter. */
  private static String reason(FileSystemException failure) {
    return String.valueOf(failure.getReason()).toLowerCase(Locale.ROOT);
  }

  /** A log file on disk. One write a line, so that lines of several commands do not mix. */
  record ChannelLogFile(FileChannel channel) implements LogFile {
    @Override
    public void append(String line) throws IOException {
      var buffer = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Every line has been written already; there is nothing left that could be lost.
      }
    }
  }
}
