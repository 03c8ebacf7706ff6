package org.jrunc.core.cgroup.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.spec.events.BlockIoEntry;
import org.jrunc.spec.events.CpuUsage;
import org.jrunc.spec.events.HugetlbStatistics;
import org.jrunc.spec.events.MemoryUsage;
import org.jrunc.spec.events.PidsStatistics;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.events.Throttling;
import org.jrunc.spec.json.SpecWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On directories of files such as the kernel shows. */
class V1StatisticsTest {
  @TempDir Path top;
  private final Map<Controller, Path> directories = new EnumMap<>(Controller.class);

  @BeforeEach
  void make() throws IOException {
    for (var controller : Controller.values()) {
      directories.put(controller, Files.createDirectories(top.resolve(controller.name())));
    }
  }

  private void file(Controller controller, String name, String content) {
    try {
      Files.writeString(top.resolve(controller.name()).resolve(name), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Statistics read() {
    return new V1Statistics(directories).read();
  }

  @Test
  void whatIsNotThereIsZero() {
    var empty = SpecWriter.compact(read());
    assertThat(SpecWriter.compact(new V1Statistics(Map.of()).read())).isEqualTo(empty);
    assertThat(empty)
        .startsWith("{\"cpu\":{\"usage\":{\"kernel\":0,\"user\":0},\"throttling\":{}},\"cpuset\":{")
        .endsWith(
            "\"pids\":{},\"blkio\":{},\"hugetlb\":{},\"intel_rdt\":{},\"network_interfaces\":null}");
  }

  @Test
  void readsProcessorTime() {
    file(
        Controller.CPU,
        "cpu.stat",
        "nr_periods 7\nnr_throttled 3\nthrottled_time 99\nwait_sum 1\n");
    file(Controller.CPUACCT, "cpuacct.stat", "user 12\nsystem 34\n");
    file(Controller.CPUACCT, "cpuacct.usage", "460000001\n");
    file(Controller.CPUACCT, "cpuacct.usage_percpu", "400000000 60000001 \n");
    file(Controller.CPUACCT, "cpuacct.usage_all", "cpu user system\n0 10 20\n1 11 21\nodd\n");
    var cpu = read().cpu();
    assertThat(cpu.throttling()).isEqualTo(new Throttling(7L, 3L, 99L));
    assertThat(cpu.usage())
        .isEqualTo(
            new CpuUsage(
                460_000_001L,
                List.of(400_000_000L, 60_000_001L),
                List.of(20L, 21L),
                List.of(10L, 11L),
                340_000_000,
                120_000_000));
  }

  @Test
  void readsCpusets() {
    file(Controller.CPUSET, "cpuset.cpus", "0-2,5,7-8\n");
    file(Controller.CPUSET, "cpuset.mems", "0\n");
    file(Controller.CPUSET, "cpuset.sched_relax_domain_level", "-1\n");
    file(Controller.CPUSET, "cpuset.sched_load_balance", "1\n");
    var cpuset = read().cpuset();
    assertThat(cpuset.cpus()).containsExactly(0, 1, 2, 5, 7, 8);
    assertThat(cpuset.mems()).containsExactly(0);
    assertThat(cpuset.schedLoadBalance()).isEqualTo(1);
    assertThat(cpuset.schedRelaxDomainLevel()).isEqualTo(-1);
    file(Controller.CPUSET, "cpuset.cpus", "\n");
    assertThat(read().cpuset().cpus()).isEmpty();
  }

  @Test
  void readsMemory() {
    file(Controller.MEMORY, "memory.stat", "cache 4096\nrss 0\ntotal_cache 4096\n");
    file(Controller.MEMORY, "memory.usage_in_bytes", "8192\n");
    file(Controller.MEMORY, "memory.max_usage_in_bytes", "9000\n");
    file(Controller.MEMORY, "memory.failcnt", "2\n");
    file(Controller.MEMORY, "memory.limit_in_bytes", "9223372036854771712\n");
    var memory = read().memory();
    assertThat(memory.cache()).isEqualTo(4096);
    assertThat(memory.raw()).isEqualTo(Map.of("cache", 4096L, "rss", 0L, "total_cache", 4096L));
    assertThat(memory.usage())
        .isEqualTo(new MemoryUsage(9_223_372_036_854_771_712L, 8192L, 9000L, 2));
    assertThat(memory.swap()).isEqualTo(MemoryUsage.NONE);
  }

  @Test
  void readsPids() {
    file(Controller.PIDS, "pids.current", "3\n");
    file(Controller.PIDS, "pids.max", "max\n");
    assertThat(read().pids()).isEqualTo(new PidsStatistics(3L, null));
    file(Controller.PIDS, "pids.max", "10\n");
    assertThat(read().pids()).isEqualTo(new PidsStatistics(3L, 10L));
  }

  @Test
  void readsBlockDevicesFromTheFirstFamilyThatHoldsSomething() {
    file(Controller.BLKIO, "blkio.throttle.io_serviced", "8:0 Read 1\nTotal 1\n");
    file(Controller.BLKIO, "blkio.throttle.io_service_bytes", "8:0 Read 512\nTotal 512\n");
    assertThat(read().blkio().ioServicedRecursive())
        .containsExactly(new BlockIoEntry(8L, 0L, "Read", 1L));
    file(Controller.BLKIO, "blkio.bfq.sectors_recursive", "Total 0\n");
    file(Controller.BLKIO, "blkio.throttle.io_serviced_recursive", "8:0 Read 2\n");
    file(Controller.BLKIO, "blkio.throttle.io_service_bytes_recursive", "8:0 Read 1024\n");
    assertThat(read().blkio().ioServiceBytesRecursive())
        .containsExactly(new BlockIoEntry(8L, 0L, "Read", 1024L));
    file(Controller.BLKIO, "blkio.sectors_recursive", "8:0 77\n");
    file(Controller.BLKIO, "blkio.io_service_time_recursive", "8:0 Write 5\n");
    var blkio = read().blkio();
    assertThat(blkio.sectorsRecursive()).containsExactly(new BlockIoEntry(8L, 0L, null, 77L));
    assertThat(blkio.ioServiceTimeRecursive())
        .containsExactly(new BlockIoEntry(8L, 0L, "Write", 5L));
    assertThat(blkio.ioServicedRecursive()).isEmpty();
  }

  @Test
  void readsHugePagesOfAllSizes() {
    for (var file : List.of("2MB", "2MB.rsvd", "1GB")) {
      file(Controller.HUGETLB, "hugetlb." + file + ".limit_in_bytes", "9223372036852678656\n");
      file(Controller.HUGETLB, "hugetlb." + file + ".usage_in_bytes", file.length() + "\n");
      file(Controller.HUGETLB, "hugetlb." + file + ".max_usage_in_bytes", "10\n");
      file(Controller.HUGETLB, "hugetlb." + file + ".failcnt", "1\n");
    }
    assertThat(read().hugetlb())
        .isEqualTo(
            Map.of(
                "1GB", new HugetlbStatistics(3L, 10L, 1),
                "2MB", new HugetlbStatistics(8L, 10L, 1)));
  }

  @Test
  void numbersOutOfReachAreHeldToIt() {
    file(Controller.MEMORY, "memory.failcnt", "18446744073709551615\n");
    assertThat(read().memory().usage().failcnt()).isEqualTo(Long.MAX_VALUE);
    file(Controller.MEMORY, "memory.failcnt", "-3\n");
    assertThat(read().memory().usage().failcnt()).isZero();
  }

  @Test
  void saysWhichFileMakesNoSense() {
    file(Controller.MEMORY, "memory.failcnt", "many\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(CgroupFailure.class)
        .hasMessageStartingWith("unable to parse \"many\" of cgroup file ")
        .hasMessageContaining("/memory.failcnt");
    file(Controller.MEMORY, "memory.failcnt", "0\n");
    file(Controller.BLKIO, "blkio.throttle.io_serviced", "8:0\n");
    assertThatThrownBy(this::read).hasMessageContaining("8:0");
    file(Controller.BLKIO, "blkio.throttle.io_serviced", "");
    file(Controller.MEMORY, "memory.stat", "cache\n");
    assertThatThrownBy(this::read).hasMessageContaining("cache");
  }
}
