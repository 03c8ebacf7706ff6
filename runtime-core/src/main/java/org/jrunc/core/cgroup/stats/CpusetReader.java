package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.spec.events.CpusetStatistics;

/** The controller cpuset: cpuset(7). */
final class CpusetReader {
  private final Path directory;

  CpusetReader(Path directory) {
    this.directory = directory;
  }

  CpusetStatistics read() {
    return new CpusetStatistics(
        list("cpus"),
        number("cpu_exclusive"),
        list("mems"),
        number("mem_hardwall"),
        number("mem_exclusive"),
        number("memory_migrate"),
        number("memory_spread_page"),
        number("memory_spread_slab"),
        number("memory_pressure"),
        number("sched_load_balance"),
        file("sched_relax_domain_level").signed());
  }

  private StatFile file(String name) {
    return StatFile.of(directory, "cpuset." + name);
  }

  private long number(String name) {
    return file(name).number();
  }

  /** Numbers and ranges of them with commas between. */
  private List<Integer> list(String name) {
    var file = file(name);
    var numbers = new ArrayList<Integer>();
    var text = file.text().orElse("");
    for (var part : text.isEmpty() ? new String[0] : text.split(",")) {
      var ends = part.split("-", 2);
      long first = file.parse(ends[0]);
      long last = file.parse(ends[ends.length - 1]);
      for (long number = first; number <= last; number++) {
        numbers.add((int) number);
      }
    }
    return numbers;
  }
}
