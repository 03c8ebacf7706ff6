package org.jrunc.spec.events;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonAlways;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * What a container uses. Counters that are zero are mostly left out, as by runc.
 *
 * @param cpu processor time
 * @param cpuset the processors and memory nodes it may use
 * @param memory memory
 * @param pids processes
 * @param blkio block devices
 * @param hugetlb huge pages by page size, such as {@code 2MB}
 * @param intelRdt cache and memory bandwidth
 * @param networkInterfaces network interfaces that the runtime itself made; null for none
 */
public record Statistics(
    CpuStatistics cpu,
    CpusetStatistics cpuset,
    MemoryStatistics memory,
    PidsStatistics pids,
    BlockIoStatistics blkio,
    @JsonAlways Map<String, HugetlbStatistics> hugetlb,
    @JsonName("intel_rdt") IntelRdtStatistics intelRdt,
    @JsonName("network_interfaces") @JsonAlways
        @Nullable List<NetworkInterface> networkInterfaces) {
  public Statistics {
    hugetlb = Fields.orEmpty(hugetlb);
    networkInterfaces = Fields.copyOrNull(networkInterfaces);
  }

  /** The same with what resctrl tells. */
  public Statistics with(IntelRdtStatistics other) {
    return new Statistics(cpu, cpuset, memory, pids, blkio, hugetlb, other, networkInterfaces);
  }
}
