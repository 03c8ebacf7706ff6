package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.spec.events.BlockIoStatistics;
import org.jrunc.spec.events.CpuStatistics;
import org.jrunc.spec.events.CpuUsage;
import org.jrunc.spec.events.CpusetStatistics;
import org.jrunc.spec.events.HugetlbStatistics;
import org.jrunc.spec.events.IntelRdtStatistics;
import org.jrunc.spec.events.MemoryStatistics;
import org.jrunc.spec.events.MemoryUsage;
import org.jrunc.spec.events.PidsStatistics;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.events.Throttling;
import org.jspecify.annotations.Nullable;

/** What a cgroup of version 1 uses. A controller that the host does not have tells nothing. */
public final class V1Statistics {
  private final Map<Controller, Path> directories;

  /**
   * The statistics of a cgroup.
   *
   * @param directories where it is, by controller
   */
  public V1Statistics(Map<Controller, Path> directories) {
    this.directories = directories;
  }

  /**
   * Reads them all.
   *
   * @throws CgroupFailure if a file holds something else than it should
   */
  public Statistics read() {
    return new Statistics(
        new CpuStatistics(usage(), throttling()),
        cpuset(),
        memory(),
        pids(),
        blockIo(),
        hugetlb(),
        IntelRdtStatistics.NONE,
        null);
  }

  private @Nullable Path directory(Controller controller) {
    return directories.get(controller);
  }

  private CpuUsage usage() {
    var cpuacct = directory(Controller.CPUACCT);
    return cpuacct == null
        ? new CpuUsage(null, List.of(), List.of(), List.of(), 0, 0)
        : CpuReader.usage(cpuacct);
  }

  private Throttling throttling() {
    var cpu = directory(Controller.CPU);
    return cpu == null ? new Throttling(null, null, null) : CpuReader.throttling(cpu);
  }

  private CpusetStatistics cpuset() {
    var cpuset = directory(Controller.CPUSET);
    return cpuset == null
        ? new CpusetStatistics(List.of(), 0, List.of(), 0, 0, 0, 0, 0, 0, 0, 0)
        : new CpusetReader(cpuset).read();
  }

  private MemoryStatistics memory() {
    var memory = directory(Controller.MEMORY);
    var none = MemoryUsage.NONE;
    return memory == null
        ? new MemoryStatistics(null, none, none, none, none, Map.of())
        : new MemoryReader(memory).read();
  }

  private PidsStatistics pids() {
    var pids = directory(Controller.PIDS);
    if (pids == null) {
      return new PidsStatistics(null, null);
    }
    var limit = StatFile.of(pids, "pids.max");
    var unlimited = limit.text().filter("max"::equals).isPresent();
    return new PidsStatistics(
        StatFile.of(pids, "pids.current").number(), unlimited ? null : limit.number());
  }

  private BlockIoStatistics blockIo() {
    var blkio = directory(Controller.BLKIO);
    return blkio == null
        ? new BlockIoStatistics(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of())
        : new BlockIoReader(blkio).read();
  }

  private Map<String, HugetlbStatistics> hugetlb() {
    var hugetlb = directory(Controller.HUGETLB);
    return hugetlb == null ? Map.of() : new HugetlbReader(hugetlb).read();
  }
}
