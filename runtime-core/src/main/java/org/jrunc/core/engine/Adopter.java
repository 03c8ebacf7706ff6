package org.jrunc.core.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who the engine became a child of when the client that started it had ended: init, or a subreaper
 * of the caller, such as conmon, which ends only when all its children have ended.
 */
final class Adopter {
  private static final Path PROC = Path.of("/proc");
  private static final long INIT = 1;

  private final Path proc;
  private final long engine;

  /** The adopter of this process. */
  Adopter() {
    this(PROC, ProcessHandle.current().pid());
  }

  Adopter(Path proc, long engine) {
    this.proc = proc;
    this.engine = engine;
  }

  /** Whether it is init, which it then stays. */
  boolean isInit() {
    return parent() <= INIT;
  }

  /** Whether it is a subreaper that has nothing else to wait for: its container is gone. */
  boolean waitsForNothingElse() {
    long parent = parent();
    if (parent <= INIT) {
      return false;
    }
    var children = new StringBuilder();
    var tasks = proc.resolve(Long.toString(parent)).resolve("task");
    try (var threads = Files.newDirectoryStream(tasks)) {
      for (var thread : threads) {
        children.append(Files.readString(thread.resolve("children")));
      }
    } catch (IOException | DirectoryIteratorException goneOrUnknown) {
      return false;
    }
    return children.toString().strip().equals(Long.toString(engine));
  }

  /** Its pid, 0 if it is in another pid namespace. */
  private long parent() {
    try {
      var stat = Files.readString(proc.resolve(Long.toString(engine)).resolve("stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
