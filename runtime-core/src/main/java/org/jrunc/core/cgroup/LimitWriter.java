package org.jrunc.core.cgroup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.v1.MemoryLimits;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.OpenFlags;
import org.jspecify.annotations.Nullable;

/** Carries out writes. A file stays open over consecutive writes: the devices have a dozen. */
final class LimitWriter implements AutoCloseable {
  private final Kernel kernel;
  private final CgroupLayout layout;
  private final @Nullable Journal journal;
  private final List<CgroupWrite> postponed = new ArrayList<>();
  private @Nullable Path openPath;
  private @Nullable Fd open;

  private LimitWriter(Kernel kernel, CgroupLayout layout, @Nullable Journal journal) {
    this.kernel = kernel;
    this.layout = layout;
    this.journal = journal;
  }

  static void write(Kernel kernel, CgroupLayout layout, List<CgroupWrite> writes) {
    write(kernel, layout, writes, null);
  }

  static void write(
      Kernel kernel, CgroupLayout layout, List<CgroupWrite> writes, @Nullable Journal journal) {
    try (var writer = new LimitWriter(kernel, layout, journal)) {
      for (int i = 0; i < writes.size(); i++) {
        boolean done = writer.perform(writes.get(i), writes.get(i).refusal());
        if (done && writes.get(i).refusal() == Refusal.ABSENT_TAKES_NEXT) {
          i++;
        }
      }
    }
  }

  // Whether the value was written now.
  private boolean perform(CgroupWrite write, Refusal refusal) {
    var file =
        layout
            .file(write)
            .orElseThrow(
                () ->
                    new CgroupFailure(
                            write.file(),
                            "cannot set "
                                + write.controller().label()
                                + " limit: container could not join or create cgroup")
                        .from(write.origin()));
    if (journal != null) {
      journal.note(file, write);
    }
    try {
      kernel.write(opened(file), write.value().getBytes(StandardCharsets.UTF_8));
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENOENT) && mayBeAbsent(refusal)) {
        return false;
      }
      if (e.is(Errno.EINVAL) && mayComeLater(refusal)) {
        postponed.add(write);
        return false;
      }
      throw failure(file, write, e).from(write.origin());
    }
    if (refusal == Refusal.FAILS) {
      performPostponed(write.controller());
    }
    return true;
  }

  private void performPostponed(Controller controller) {
    for (var write : List.copyOf(postponed)) {
      if (write.controller() == controller) {
        postponed.remove(write);
        perform(write, Refusal.FAILS);
      }
    }
  }

  private Fd opened(Path file) {
    var present = open;
    if (present != null && file.equals(openPath)) {
      return present;
    }
    close();
    present = kernel.open(file, OpenFlags.WRITE);
    open = present;
    openPath = file;
    return present;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private static boolean mayBeAbsent(Refusal refusal) {
    return switch (refusal) {
      case ABSENT_IS_FINE, ABSENT_TAKES_NEXT, ABSENT_IS_FINE_INVALID_COMES_LATER -> true;
      case FAILS, INVALID_COMES_LATER -> false;
    };
  }

  private static boolean mayComeLater(Refusal refusal) {
    return switch (refusal) {
      case INVALID_COMES_LATER, ABSENT_IS_FINE_INVALID_COMES_LATER -> true;
      case FAILS, ABSENT_IS_FINE, ABSENT_TAKES_NEXT -> false;
    };
  }

  private static CgroupFailure failure(Path file, CgroupWrite write, SyscallFailure e) {
    if (e.is(Errno.EBUSY) && write.file().equals(MemoryLimits.LIMIT)) {
      var directory = file.resolveSibling("");
      return new CgroupFailure(
          file.toString(),
          "unable to set memory limit to "
              + write.value()
              + " (current usage: "
              + KernelFile.read(directory.resolve("memory.usage_in_bytes")).strip()
              + ", peak usage: "
              + KernelFile.read(directory.resolve("memory.max_usage_in_bytes")).strip()
              + ")");
    }
    return new CgroupFailure(file.toString(), write.value(), e.errno());
  }
}
