package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** One run of the suite: its scratch directory, its cgroup and the names of its containers. */
public final class Suite {
  private static final long RUN = ProcessHandle.current().pid();
  private static final Path SCRATCH = scratchDirectory();
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Deque<AutoCloseable> CLOSED_AT_END = new ConcurrentLinkedDeque<>();

  private Suite() {}

  /** The directory that holds everything this run writes; removed when the JVM ends. */
  public static Path scratch() {
    return SCRATCH;
  }

  /** The absolute cgroup path below which every container of this run has its own. */
  public static String cgroup() {
    return "/jrunc-conformance-" + RUN;
  }

  /** Closes something when the run ends, the last one first. */
  public static void atEnd(AutoCloseable thing) {
    CLOSED_AT_END.push(thing);
  }

  /** A container id that nothing else on this machine uses. */
  public static String newId() {
    return "conformance-" + RUN + "-" + NEXT.incrementAndGet();
  }

  /** A path in the scratch directory that does not exist yet. */
  public static Path newPath(String name) {
    return SCRATCH.resolve(NEXT.incrementAndGet() + "-" + name);
  }

  /** The programs built from {@code src/test/c}: {@code probe} and {@code console_recv}. */
  public static Path program(String name) {
    var directory = System.getProperty("jrunc.probes", "target/probe");
    var program = Path.of(directory, name).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new AssertionError("no test program `" + program + "`: run `make -C src/test/c`");
    }
    return program;
  }

  private static Path scratchDirectory() {
    try {
      var directory = Files.createDirectory(Path.of("/tmp", "jrunc-conformance-" + RUN));
      java.lang.Runtime.getRuntime().addShutdownHook(new Thread(Suite::leave));
      return directory;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void leave() {
    CLOSED_AT_END.forEach(Suite::close);
    Engine.stopAll();
    Cgroups.removeTree(cgroup());
    Hugetlb.release();
    removeTree(SCRATCH);
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception failure) {
      System.err.println("cannot close " + thing + ": " + failure);
    }
  }

  /** Gives a directory and what is in it to a user and the group with the same number. */
  static void giveTree(Path directory, int id) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes a directory and what is in it; what cannot be removed stays. */
  static void removeTree(Path directory) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException failure) {
      System.err.println("cannot remove `" + directory + "`: " + failure);
    }
  }
}
