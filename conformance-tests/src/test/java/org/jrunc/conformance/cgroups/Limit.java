package org.jrunc.conformance.cgroups;

import java.util.List;
import java.util.stream.Stream;

/**
 * One limit, and the file that then has to hold it.
 *
 * @param property JSON pointer of the property in {@code config-properties.txt}
 * @param resources the value of {@code /linux/resources}, with single quotes
 * @param file controller and name of the cgroup file; empty if the container is to be refused
 * @param value what the file has to contain
 */
record Limit(String property, String resources, String file, String value) {
  private static final String MEMORY = "/linux/resources/memory/";
  private static final String CPU = "/linux/resources/cpu/";
  private static final String BLOCK = "/linux/resources/blockIO/";

  static Stream<Limit> all() {
    return Stream.of(memory(), cpu(), pids(), blockIo()).flatMap(List::stream);
  }

  /** What this kernel, or cgroup version 1, cannot do. */
  static Stream<Limit> refused() {
    return Stream.of(
        of(BLOCK + "leafWeight", "{'blockIO':{'leafWeight':500}}", "", ""),
        of(
            BLOCK + "weightDevice/*/leafWeight",
            "{'blockIO':{'weightDevice':[{'major':7,'minor':0,'leafWeight':500}]}}",
            "",
            ""),
        of("/linux/resources/unified", "{'unified':{'memory.high':'1000000'}}", "", ""),
        of(MEMORY + "swappiness", "{'memory':{'swappiness':101}}", "", ""),
        of(MEMORY + "swap", "{'memory':{'limit':67108864,'swap':33554432}}", "", ""),
        of(CPU + "cpus", "{'cpu':{'cpus':'4095'}}", "", ""),
        of(CPU + "shares", "{'cpu':{'shares':1}}", "", ""),
        of(CPU + "shares", "{'cpu':{'shares':262145}}", "", ""),
        of(CPU + "period", "{'cpu':{'period':10}}", "", ""),
        of(CPU + "quota", "{'cpu':{'quota':10}}", "", ""),
        of(CPU + "realtimeRuntime", "{'cpu':{'realtimeRuntime':900000}}", "", ""),
        of(
            BLOCK + "throttleReadBpsDevice/*/rate",
            "{'blockIO':{'throttleReadBpsDevice':[{'major':999,'minor':0,'rate':1}]}}",
            "",
            ""));
  }

  private static List<Limit> memory() {
    var limit = "memory/memory.limit_in_bytes";
    var swap = "memory/memory.memsw.limit_in_bytes";
    return List.of(
        of(MEMORY + "limit", "{'memory':{'limit':67108864}}", limit, "67108864"),
        of(MEMORY + "limit", "{'memory':{'limit':-1}}", limit, "9223372036854771712"),
        of(MEMORY + "swap", "{'memory':{'limit':67108864,'swap':134217728}}", swap, "134217728"),
        of(MEMORY + "swap", "{'memory':{'limit':67108864,'swap':-1}}", swap, "9223372036854771712"),
        of(MEMORY + "swap", "{'memory':{'limit':67108864,'swap':67108864}}", swap, "67108864"),
        of(
            MEMORY + "reservation",
            "{'memory':{'reservation':33554432}}",
            "memory/memory.soft_limit_in_bytes",
            "33554432"),
        of(MEMORY + "swappiness", "{'memory':{'swappiness':10}}", "memory/memory.swappiness", "10"),
        of(MEMORY + "swappiness", "{'memory':{'swappiness':0}}", "memory/memory.swappiness", "0"),
        // No kernel of today can limit it; it is ignored.
        of(MEMORY + "kernel", "{'memory':{'limit':67108864,'kernel':33554432}}", limit, "67108864"),
        of(
            MEMORY + "kernelTCP",
            "{'memory':{'limit':67108864,'kernelTCP':33554432}}",
            limit,
            "67108864"),
        of(
            MEMORY + "disableOOMKiller",
            "{'memory':{'disableOOMKiller':true}}",
            "memory/memory.oom_control",
            "oom_kill 0;oom_kill_disable 1;under_oom 0"),
        // No kernel of today can do without; it is ignored, and must not be written.
        of(
            MEMORY + "useHierarchy",
            "{'memory':{'useHierarchy':false}}",
            "memory/memory.use_hierarchy",
            "1"));
  }

  private static List<Limit> cpu() {
    return List.of(
        of(CPU + "shares", "{'cpu':{'shares':512}}", "cpu/cpu.shares", "512"),
        of(CPU + "shares", "{'cpu':{'shares':2}}", "cpu/cpu.shares", "2"),
        of(CPU + "quota", "{'cpu':{'quota':50000}}", "cpu/cpu.cfs_quota_us", "50000"),
        of(CPU + "quota", "{'cpu':{'quota':-1}}", "cpu/cpu.cfs_quota_us", "-1"),
        of(
            CPU + "period",
            "{'cpu':{'quota':50000,'period':200000}}",
            "cpu/cpu.cfs_period_us",
            "200000"),
        of(CPU + "burst", "{'cpu':{'quota':50000,'burst':10000}}", "cpu/cpu.cfs_burst_us", "10000"),
        of(CPU + "idle", "{'cpu':{'idle':1}}", "cpu/cpu.idle", "1"),
        of(
            CPU + "realtimePeriod",
            "{'cpu':{'realtimePeriod':500000,'realtimeRuntime':1000}}",
            "cpu/cpu.rt_period_us",
            "500000"),
        of(
            CPU + "realtimeRuntime",
            "{'cpu':{'realtimeRuntime':2000}}",
            "cpu/cpu.rt_runtime_us",
            "2000"),
        of(CPU + "cpus", "{'cpu':{'cpus':'0'}}", "cpuset/cpuset.cpus", "0"),
        of(CPU + "mems", "{'cpu':{'mems':'0'}}", "cpuset/cpuset.mems", "0"));
  }

  private static List<Limit> pids() {
    var property = "/linux/resources/pids/limit";
    return List.of(
        of(property, "{'pids':{'limit':7}}", "pids/pids.max", "7"),
        of(property, "{'pids':{'limit':-1}}", "pids/pids.max", "max"));
  }

  private static List<Limit> blockIo() {
    return List.of(
        of(BLOCK + "weight", "{'blockIO':{'weight':500}}", "blkio/blkio.bfq.weight", "500"),
        of(
            BLOCK + "weightDevice/*/weight",
            "{'blockIO':{'weightDevice':[{'major':7,'minor':7,'weight':300}]}}",
            "blkio/blkio.bfq.weight_device",
            "7:7 300;default 100"),
        throttle("throttleReadBpsDevice", "read_bps"),
        throttle("throttleWriteBpsDevice", "write_bps"),
        throttle("throttleReadIOPSDevice", "read_iops"),
        throttle("throttleWriteIOPSDevice", "write_iops"));
  }

  private static Limit throttle(String name, String file) {
    return of(
        BLOCK + name + "/*/rate",
        "{'blockIO':{'%s':[{'major':7,'minor':0,'rate':1048576}]}}".formatted(name),
        "blkio/blkio.throttle." + file + "_device",
        "7:0 1048576");
  }

  private static Limit of(String property, String resources, String file, String value) {
    return new Limit(property, resources, file, value);
  }

  /** What the table of coverage puts into its pointer. */
  @Override
  public String toString() {
    return property;
  }
}
