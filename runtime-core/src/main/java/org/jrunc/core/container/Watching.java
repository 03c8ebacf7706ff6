package org.jrunc.core.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.cgroup.CgroupManager;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.rdt.GroupStatistics;
import org.jrunc.core.rdt.Resctrl;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.linux.IntelRdt;
import org.jspecify.annotations.Nullable;

/** Looks at one container again and again. */
final class Watching {
  private static final long MILLION = 1_000_000;
  private static final int COUNTER_SIZE = 8;

  private final Kernel kernel;
  private final CgroupManager cgroup;
  private final long hierarchies;
  private final @Nullable GroupStatistics groups;

  Watching(Host host, StateRecord record) {
    kernel = host.kernel();
    cgroup = host.cgroups().open(record.cgroupPaths());
    hierarchies = cgroup.hierarchies();
    groups = groups(host, record.id());
  }

  private static @Nullable GroupStatistics groups(Host host, String id) {
    var linux = Bundle.parse(host.store().config(new ContainerId(id))).linux();
    IntelRdt wanted = linux == null ? null : linux.intelRdt();
    if (wanted == null) {
      return null;
    }
    return Resctrl.facts(HostMounts.read().point("resctrl"))
        .map(facts -> new GroupStatistics(facts, wanted, id))
        .orElse(null);
  }

  Statistics statistics() {
    var statistics = cgroup.statistics();
    return groups == null ? statistics : statistics.with(groups.read());
  }

  /**
   * Tells a listener of everything until the cgroup is removed, or nobody reads the caller's
   * standard output any more.
   *
   * @throws ClientGone if the caller goes
   */
  void follow(Caller caller, Duration interval, EventListener listener) {
    long period = Math.max(MILLION, interval.toNanos());
    try (var counter = kernel.eventCounter()) {
      var watched = new ArrayList<>(List.of(counter));
      caller.lifeline().ifPresent(watched::add);
      cgroup.countMemoryEvents(counter);
      long next = kernel.monotonicNanos() + period;
      while (!kernel.isHungUp(caller.stdout())) {
        var ready = kernel.awaitReadable(millisUntil(next), watched);
        if (ready.contains(counter)) {
          reset(counter);
          if (cgroup.memoryEventsEnded()) {
            return;
          }
          listener.outOfMemory();
        } else if (!ready.isEmpty()) {
          throw new ClientGone();
        }
        if (kernel.monotonicNanos() >= next) {
          tell(listener);
          // Times that were missed are not made up for.
          next = Math.max(next + period, kernel.monotonicNanos());
        }
      }
    }
  }

  private int millisUntil(long time) {
    long nanos = time - kernel.monotonicNanos() + MILLION - 1;
    return Math.clamp(nanos / MILLION, 0, Integer.MAX_VALUE);
  }

  private void reset(Fd counter) {
    kernel.read(counter, new byte[COUNTER_SIZE]);
  }

  private void tell(EventListener listener) {
    Statistics statistics;
    try {
      statistics = statistics();
    } catch (CgroupFailure | SyscallFailure | HostFailure e) {
      listener.failed(e);
      return;
    }
    // What was read while it was being removed is half of the truth, and nobody asks for it.
    if (cgroup.hierarchies() == hierarchies) {
      listener.statistics(statistics);
    }
  }
}
