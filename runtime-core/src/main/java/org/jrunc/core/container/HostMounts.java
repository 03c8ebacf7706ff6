package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.linux.KernelFile;

/** The mounts of the runtime's own mount namespace, proc_pid_mountinfo(5). */
final class HostMounts {
  private static final Path MOUNTINFO = Path.of("/proc/thread-self/mountinfo");
  private static final int POINT = 4;

  /** What is known if nobody asks. */
  static final HostMounts NONE = new HostMounts(List.of());

  private record Entry(Path point, String type) {}

  private final List<Entry> entries;

  private HostMounts(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static HostMounts read() {
    return parse(KernelFile.read(MOUNTINFO));
  }

  static HostMounts parse(String mountinfo) {
    var entries = new ArrayList<Entry>();
    for (var line : mountinfo.split("\n")) {
      int dash = line.indexOf(" - ");
      if (dash >= 0) {
        var left = line.substring(0, dash).split(" ");
        var type = line.substring(dash + 3).split(" ")[0];
        var point = Path.of(left[POINT].replace("\\040", " "));
        entries.add(new Entry(point, type));
      }
    }
    return new HostMounts(entries);
  }

  /** The mount point that holds a path. */
  Optional<String> parentOf(Path path) {
    Entry best = null;
    for (var entry : entries) {
      boolean deeper = best == null || entry.point().getNameCount() >= best.point().getNameCount();
      if (path.startsWith(entry.point()) && deeper) {
        best = entry;
      }
    }
    return Optional.ofNullable(best).map(entry -> entry.point().toString());
  }

  /** Where a file system of a type is mounted first. */
  Optional<Path> point(String type) {
    return entries.stream()
        .filter(entry -> entry.type().equals(type))
        .map(Entry::point)
        .findFirst();
  }

  /** The mount points of proc and sysfs, deepest first. */
  List<String> kernelMounts() {
    return entries.stream()
        .filter(entry -> entry.type().equals("proc") || entry.type().equals("sysfs"))
        .map(entry -> entry.point().toString())
        .sorted((a, b) -> b.length() - a.length())
        .toList();
  }
}
