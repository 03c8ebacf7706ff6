package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.spec.events.CpuUsage;
import org.jrunc.spec.events.Throttling;

/** The controllers cpu and cpuacct: Documentation/admin-guide/cgroup-v1/cpuacct.rst. */
final class CpuReader {
  // USER_HZ, which is the same on all machines.
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int USER = 1;
  private static final int KERNEL = 2;

  private CpuReader() {}

  /** The time waited, from the directory of cpu. */
  static Throttling throttling(Path cpu) {
    var table = StatFile.of(cpu, "cpu.stat").table();
    return new Throttling(
        table.get("nr_periods"), table.get("nr_throttled"), table.get("throttled_time"));
  }

  /** The time used, from the directory of cpuacct. */
  static CpuUsage usage(Path cpuacct) {
    var ticks = StatFile.of(cpuacct, "cpuacct.stat").table();
    return new CpuUsage(
        StatFile.of(cpuacct, "cpuacct.usage").number(),
        StatFile.of(cpuacct, "cpuacct.usage_percpu").numbers(),
        column(cpuacct, KERNEL),
        column(cpuacct, USER),
        ticks.getOrDefault("system", 0L) * NANOS_PER_TICK,
        ticks.getOrDefault("user", 0L) * NANOS_PER_TICK);
  }

  /** Below a line of headings, the number of a processor and what it did, on each line. */
  private static List<Long> column(Path cpuacct, int index) {
    var file = StatFile.of(cpuacct, "cpuacct.usage_all");
    var column = new ArrayList<Long>();
    var lines = file.lines();
    for (int i = 1; i < lines.size(); i++) {
      var fields = lines.get(i).split(" ");
      if (fields.length == KERNEL + 1) {
        column.add(file.parse(fields[index]));
      }
    }
    return column;
  }
}
