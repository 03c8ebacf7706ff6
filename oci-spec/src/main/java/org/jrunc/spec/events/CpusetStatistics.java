package org.jrunc.spec.events;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;

/**
 * A cpuset: cpuset(7).
 *
 * @param cpus its processors
 * @param cpuExclusive whether they are its alone
 * @param mems its memory nodes
 * @param memHardwall whether that holds for kernel memory
 * @param memExclusive whether they are its alone
 * @param memoryMigrate whether memory moves when the nodes change
 * @param memorySpreadPage whether the page cache is spread
 * @param memorySpreadSlab whether slabs are spread
 * @param memoryPressure how often memory has to be freed
 * @param schedLoadBalance whether the scheduler balances
 * @param schedRelaxDomainLevel how far it looks, -1 for the default
 */
public record CpusetStatistics(
    List<Integer> cpus,
    @JsonName("cpu_exclusive") long cpuExclusive,
    List<Integer> mems,
    @JsonName("mem_hardwall") long memHardwall,
    @JsonName("mem_exclusive") long memExclusive,
    @JsonName("memory_migrate") long memoryMigrate,
    @JsonName("memory_spread_page") long memorySpreadPage,
    @JsonName("memory_spread_slab") long memorySpreadSlab,
    @JsonName("memory_pressure") long memoryPressure,
    @JsonName("sched_load_balance") long schedLoadBalance,
    @JsonName("sched_relax_domain_level") long schedRelaxDomainLevel) {
  public CpusetStatistics {
    cpus = Fields.orEmpty(cpus);
    mems = Fields.orEmpty(mems);
  }
}
