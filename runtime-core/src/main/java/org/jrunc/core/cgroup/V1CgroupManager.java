package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.stats.V1Statistics;
import org.jrunc.core.cgroup.v1.MemoryLimits;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.spec.events.Statistics;

/** A cgroup in the hierarchies of version 1, and in the unified one of a hybrid host. */
final class V1CgroupManager implements CgroupManager {
  private static final String PROCESSES = "cgroup.procs";
  private static final int MOST_ROUNDS = 100;
  private static final long PAUSE_MICROS = 1000;

  private final Kernel kernel;
  private final CgroupLayout layout;
  private boolean foreign;

  /**
   * A cgroup.
   *
   * @param foreign whether it is to be taken for somebody else's until {@link #create} has seen
   *     that it is nobody's
   */
  V1CgroupManager(Kernel kernel, CgroupLayout layout, boolean foreign) {
    this.kernel = kernel;
    this.layout = layout;
    this.foreign = foreign;
  }

  @Override
  public CgroupLayout layout() {
    return layout;
  }

  @Override
  public void create(List<CgroupWrite> writes) {
    // Cleaning up after a refusal must not touch what is somebody else's.
    foreign = true;
    // Who joined a frozen cgroup would freeze, and with it this command.
    if (isFrozen()) {
      requireUnused();
    }
    // Of one container, all hierarchies are in use or none: like runc, ask only one.
    if (devices().filter(directory -> !directory.make()).isPresent()) {
      requireUnused();
    }
    foreign = false;
    for (var entry : layout.directories().entrySet()) {
      var directory = new CgroupDirectory(kernel, entry.getValue());
      switch (entry.getKey()) {
        case DEVICES -> {
          // Made above.
        }
        case CPUSET -> Cpuset.complete(entry.getValue(), directory.make(), writes);
        case SYSTEMD, MISC, UNIFIED -> tryToMake(directory);
        default -> directory.make();
      }
    }
    LimitWriter.write(kernel, layout, writes);
  }

  private static void tryToMake(CgroupDirectory directory) {
    try {
      directory.make();
    } catch (CgroupFailure e) {
      // A container can do without.
    }
  }

  private void requireUnused() {
    var pids = pids();
    if (!pids.isEmpty()) {
      throw failure("container's cgroup is not empty: " + pids.size() + " process(es) found");
    }
    if (isFrozen()) {
      throw failure("container's cgroup unexpectedly frozen");
    }
  }

  @Override
  public void join(int pid) {
    for (var entry : layout.directories().entrySet()) {
      try {
        CgroupFile.write(entry.getValue().resolve(PROCESSES), Integer.toString(pid));
      } catch (CgroupFailure e) {
        if (!entry.getKey().isOptional()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void apply(List<CgroupWrite> writes) {
    LimitWriter.write(kernel, layout, writes);
  }

  @Override
  public Reversal update(ResourceUpdate update) {
    return V1Update.perform(kernel, this, update, memoryLimit());
  }

  private long memoryLimit() {
    return layout
        .directory(Controller.MEMORY)
        .flatMap(directory -> KernelFile.readIfPresent(directory.resolve(MemoryLimits.LIMIT)))
        .map(text -> Long.parseLong(text.strip()))
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public boolean exists() {
    return devices().map(CgroupDirectory::exists).orElse(false);
  }

  @Override
  public List<Integer> pids() {
    return devices().map(CgroupDirectory::pids).orElse(List.of());
  }

  @Override
  public void freeze() {
    freezer()
        .orElseThrow(
            () ->
                new CgroupFailure(
                    "freezer.state", "cannot toggle freezer: cgroups not configured for container"))
        .freeze();
  }

  @Override
  public void thaw() {
    freezer().ifPresent(Freezer::thaw);
  }

  @Override
  public boolean isFrozen() {
    return freezer().map(Freezer::isFrozen).orElse(false);
  }

  private Optional<Freezer> freezer() {
    return layout.directory(Controller.FREEZER).map(Freezer::new);
  }

  @Override
  public long hierarchies() {
    return layout.distinctDirectories().stream().filter(kernel::exists).count();
  }

  @Override
  public Statistics statistics() {
    return new V1Statistics(layout.directories()).read();
  }

  @Override
  public void countMemoryEvents(Fd counter) {
    memoryEvents().count(counter);
  }

  @Override
  public boolean memoryEventsEnded() {
    return memoryEvents().ended();
  }

  @Override
  public long memoryKills() {
    return events().map(MemoryEvents::kills).orElse(0L);
  }

  private MemoryEvents memoryEvents() {
    return events().orElseThrow(() -> failure("memory controller missing"));
  }

  private Optional<MemoryEvents> events() {
    return layout
        .directory(Controller.MEMORY)
        .map(directory -> new MemoryEvents(kernel, directory));
  }

  @Override
  public void killAll() {
    if (foreign) {
      return;
    }
    if (!exists()) {
      throw failure("cgroup not exist");
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      var pids = pids();
      if (pids.isEmpty()) {
        return;
      }
      if (round > 0) {
        Pause.micros(PAUSE_MICROS);
      }
      killFrozen();
    }
  }

  // Frozen processes start no others, so none is missed; they die when they go on.
  private void killFrozen() {
    boolean frozen = tryFreeze();
    try {
      for (int pid : pids()) {
        kill(pid);
      }
    } finally {
      if (frozen || isFrozen()) {
        thaw();
      }
    }
  }

  private boolean tryFreeze() {
    try {
      freeze();
      return true;
    } catch (CgroupFailure | SyscallFailure e) {
      // Without a freezer, the rounds go on until nobody is left.
      return false;
    }
  }

  private void kill(int pid) {
    try {
      kernel.kill(pid, Abi.SIGKILL);
    } catch (SyscallFailure e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }

  @Override
  public void remove() {
    if (foreign) {
      return;
    }
    for (var path : layout.distinctDirectories()) {
      new CgroupDirectory(kernel, path).remove();
    }
  }

  private Optional<CgroupDirectory> devices() {
    return layout
        .directory(Controller.DEVICES)
        .map(directory -> new CgroupDirectory(kernel, directory));
  }

  private CgroupFailure failure(String message) {
    var place = layout.directory(Controller.DEVICES).map(Path::toString).orElse("");
    return new CgroupFailure(place, message);
  }
}
