package org.jrunc.core.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;

/** One directory of one hierarchy. */
final class CgroupDirectory {
  private static final int MODE = 0755;
  private static final int MOST_TRIES = 14;
  private static final long FIRST_PAUSE_MICROS = 100;

  private final Kernel kernel;
  private final Path path;

  CgroupDirectory(Kernel kernel, Path path) {
    this.kernel = kernel;
    this.path = path;
  }

  boolean exists() {
    return kernel.exists(path);
  }

  /** Makes it and its ancestors; tells whether it is new. */
  boolean make() {
    return make(path);
  }

  private boolean make(Path directory) {
    try {
      kernel.makeDirectory(directory, MODE);
      return true;
    } catch (SyscallFailure e) {
      var parent = directory.getParent();
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      if (e.is(Errno.ENOENT) && parent != null) {
        make(parent);
        return make(directory);
      }
      throw failure("make", e);
    }
  }

  /** The pids in it, then those below it, by name. */
  List<Integer> pids() {
    var pids = new ArrayList<Integer>();
    collect(path, pids);
    return pids;
  }

  private static void collect(Path directory, List<Integer> pids) {
    // A cgroup that is removed meanwhile has no processes.
    KernelFile.readIfPresent(directory.resolve("cgroup.procs"))
        .ifPresent(text -> text.lines().map(Integer::valueOf).forEach(pids::add));
    for (var child : children(directory)) {
      collect(child, pids);
    }
  }

  /** Removes it and all below it. */
  void remove() {
    remove(path);
  }

  private void remove(Path directory) {
    if (removed(directory)) {
      return;
    }
    for (var child : children(directory)) {
      remove(child);
    }
    // A process that was killed leaves its cgroup only at the end of its exit.
    long pause = FIRST_PAUSE_MICROS;
    for (int tries = 1; !removed(directory); tries++) {
      if (tries == MOST_TRIES) {
        throw new CgroupFailure(
            directory.toString(),
            "cannot remove cgroup `" + directory + "`: " + Errno.EBUSY.text());
      }
      Pause.micros(pause);
      pause *= 2;
    }
  }

  private boolean removed(Path directory) {
    try {
      kernel.removeDirectory(directory);
      return true;
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      if (e.is(Errno.EBUSY)) {
        return false;
      }
      throw failure("remove", e);
    }
  }

  private static CgroupFailure failure(String verb, SyscallFailure e) {
    var call = e.call();
    return new CgroupFailure(
        call, "cannot " + verb + " cgroup: " + call + ": " + Errno.textOf(e.errno()));
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(CgroupDirectory::isDirectory).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      throw new CgroupFailure(
          directory.toString(), "cannot list cgroup `" + directory + "`: " + e.getMessage());
    }
  }

  private static boolean isDirectory(Path entry) {
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }
}
