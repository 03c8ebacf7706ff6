package org.jrunc.conformance.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;

/**
 * A file system on a disk that can be made to answer no more: its image lies on another one, which
 * is frozen. Who waits for it then cannot be frozen itself.
 */
final class StuckDisk implements AutoCloseable {

  private final Path below = Suite.newPath("below");
  private final Path mount = Suite.newPath("disk");
  private boolean stuck;

  StuckDisk() throws IOException {
    Requires.kernelFile("/dev/loop-control", "loop devices");
    mount(Suite.newPath("image"), 32, below);
    mount(below.resolve("image"), 8, mount);
  }

  private static void mount(Path image, long size, Path target) throws IOException {
    run("truncate", "--size=" + size + "M", image.toString());
    run("mkfs.ext4", "-q", "-F", image.toString());
    Files.createDirectory(target);
    run("mount", "-o", "loop", image.toString(), target.toString());
  }

  private static void run(String... line) {
    new Command(List.of(line)).run().succeeded();
  }

  /** Where it is mounted. */
  Path mount() {
    return mount;
  }

  /** Lets it answer no more, and returns when a process waits for it. */
  void stick(long pid) {
    stuck = true;
    run("fsfreeze", "--freeze", below.toString());
    // Also a disk that answers is waited for, but not for as long as this.
    var seen = new AtomicInteger();
    Container.await(
        "process " + pid + " waits for the disk",
        () -> state(pid) == 'D' ? seen.incrementAndGet() == 20 : seen.getAndSet(0) < 0);
  }

  private static char state(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return 'X';
    }
  }

  /** Lets it answer again. */
  void release() {
    if (stuck) {
      run("fsfreeze", "--unfreeze", below.toString());
      stuck = false;
    }
  }

  @Override
  public void close() {
    release();
    for (var target : List.of(mount, below)) {
      if (Files.exists(target)) {
        var unmount = List.of("umount", target.toString());
        // The kernel takes down the mounts of a container after its end, and the disk's with it.
        Container.await("unmount " + target, () -> new Command(unmount).run().exit() == 0);
      }
    }
  }
}
