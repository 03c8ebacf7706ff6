package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.v1.CpuLimits;
import org.jrunc.core.cgroup.v1.Restoring;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.linux.KernelFile;

/** What files held before they were written to. */
final class Journal implements Reversal {
  private record Entry(Path file, CgroupWrite restoring) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Takes down what a write is about to change. */
  void note(Path file, CgroupWrite write) {
    if (write.file().equals(CpuLimits.IDLE)) {
      // Which changes the shares as well; written back after it, they come before it here.
      remember(
          file.resolveSibling(CpuLimits.SHARES),
          new CgroupWrite(
              write.controller(), CpuLimits.SHARES, "", write.refusal(), write.origin()));
    }
    remember(file, write);
  }

  private void remember(Path file, CgroupWrite write) {
    present(file, write).ifPresent(restoring -> entries.add(new Entry(file, restoring)));
  }

  private static Optional<CgroupWrite> present(Path file, CgroupWrite write) {
    return KernelFile.readIfPresent(file).flatMap(content -> Restoring.of(write, content));
  }

  /** Last things first; what fits only when others are back is tried again after them. */
  @Override
  public void restore() {
    var first = put(entries.reversed());
    if (!first.isEmpty()) {
      var left = put(first);
      if (!left.isEmpty()) {
        write(left.getFirst());
      }
    }
  }

  private static List<Entry> put(List<Entry> entries) {
    var refused = new ArrayList<Entry>();
    for (var entry : entries) {
      try {
        if (!present(entry.file, entry.restoring).equals(Optional.of(entry.restoring))) {
          write(entry);
        }
      } catch (CgroupFailure e) {
        refused.add(entry);
      }
    }
    return refused;
  }

  private static void write(Entry entry) {
    CgroupFile.write(entry.file, entry.restoring.value());
  }
}
