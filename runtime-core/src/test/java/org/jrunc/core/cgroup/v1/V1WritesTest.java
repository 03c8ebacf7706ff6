package org.jrunc.core.cgroup.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.linux.Resources;
import org.junit.jupiter.api.Test;

class V1WritesTest {
  private static final DevicePolicy NONE = DevicePolicy.of(List.of(), List.of());

  @Test
  void everyLimitHasItsFileInTheOrderOfRunc() {
    var writes =
        text(
            """
            {
              "network": {"classID": 1048577, "priorities": [{"name": "eth0", "priority": 5}]},
              "rdma": {"mlx5_0": {"hcaHandles": 3, "hcaObjects": 10}, "mlx5_1": {"hcaObjects": 4}},
              "hugepageLimits": [{"pageSize": "2MB", "limit": 18446744073709551615}],
              "blockIO": {
                "weight": 100, "leafWeight": 50,
                "weightDevice": [{"major": 8, "minor": 0, "weight": 200, "leafWeight": 300}],
                "throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 1}],
                "throttleWriteBpsDevice": [{"major": 8, "minor": 0, "rate": 2}],
                "throttleReadIOPSDevice": [{"major": 8, "minor": 0, "rate": 3}],
                "throttleWriteIOPSDevice": [{"major": 8, "minor": 0, "rate": 4}]},
              "pids": {"limit": 7},
              "cpu": {
                "shares": 512, "period": 100000, "quota": 50000, "burst": 0, "idle": 1,
                "realtimePeriod": 1000000, "realtimeRuntime": 950000, "cpus": "0-1", "mems": "0"},
              "memory": {
                "limit": 1000, "swap": 2000, "reservation": 500, "swappiness": 0,
                "disableOOMKiller": true, "kernel": 1, "useHierarchy": true}
            }
            """);
    assertThat(writes)
        .containsExactly(
            "cpuset.cpus 0-1",
            "cpuset.mems 0",
            "memory.limit_in_bytes 1000",
            "memory.memsw.limit_in_bytes 2000",
            "memory.soft_limit_in_bytes 500",
            "memory.oom_control 1",
            "memory.swappiness 0",
            "cpu.shares 512",
            "cpu.cfs_period_us 100000",
            "cpu.cfs_burst_us 0",
            "cpu.cfs_quota_us 50000",
            "cpu.idle 1",
            "cpu.rt_period_us 1000000",
            "cpu.rt_runtime_us 950000",
            "pids.max 7",
            "blkio.weight 100",
            "blkio.bfq.weight 100",
            "blkio.leaf_weight 50",
            "blkio.weight_device 8:0 200",
            "blkio.bfq.weight_device 8:0 200",
            "blkio.leaf_weight_device 8:0 300",
            "blkio.throttle.read_bps_device 8:0 1",
            "blkio.throttle.write_bps_device 8:0 2",
            "blkio.throttle.read_iops_device 8:0 3",
            "blkio.throttle.write_iops_device 8:0 4",
            "hugetlb.2MB.limit_in_bytes 18446744073709551615",
            "hugetlb.2MB.rsvd.limit_in_bytes 18446744073709551615",
            "net_cls.classid 1048577",
            "net_prio.ifpriomap eth0 5",
            "rdma.max mlx5_0 hca_handle=3 hca_object=10",
            "rdma.max mlx5_1 hca_object=4");
  }

  @Test
  void nothingAskedForIsNothingWritten() {
    assertThat(text("{}")).isEmpty();
    assertThat(
            text(
                """
                {"memory": {"limit": 0, "swap": 0}, "cpu": {"shares": 0, "quota": 0, "cpus": ""},
                 "pids": {}, "blockIO": {"weight": 0}, "network": {"classID": 0}}
                """))
        .isEmpty();
  }

  @Test
  void eachWriteKnowsItsField() {
    assertThat(writes("{\"blockIO\": {\"throttleReadBpsDevice\": [{\"major\": 8, \"rate\": 1}]}}"))
        .extracting(CgroupWrite::origin)
        .containsExactly("/linux/resources/blockIO/throttleReadBpsDevice/0");
  }

  @Test
  void everyLimitOfANewContainerIsWrittenOnce() {
    var resources =
        read(
            """
            {"cpu": {"cpus": "0", "shares": 7, "realtimeRuntime": 5},
             "memory": {"limit": 9, "swappiness": 1}, "pids": {"limit": 1}}
            """);
    assertThat(text(before(resources)))
        .containsExactly(
            "cpuset.cpus 0",
            "cpu.rt_runtime_us 5",
            "memory.limit_in_bytes 9",
            "memory.swappiness 1");
    assertThat(V1Writes.beforeJoining(resources, NONE).stream().map(CgroupWrite::file).distinct())
        .endsWith("devices.deny", "devices.allow");
    assertThat(text(V1Writes.afterJoining(resources)))
        .containsExactly("cpu.shares 7", "pids.max 1");
  }

  @Test
  void aLimitOfPidsIsNeverZero() {
    assertThat(text("{\"pids\": {\"limit\": 0}}")).containsExactly("pids.max 1");
    assertThat(text("{\"pids\": {\"limit\": -1}}")).containsExactly("pids.max max");
  }

  @Test
  void noLimitOfMemoryIsNoLimitOfSwapEither() {
    var writes = writes("{\"memory\": {\"limit\": -1}}");
    assertThat(text(writes))
        .containsExactly("memory.memsw.limit_in_bytes -1", "memory.limit_in_bytes -1");
    assertThat(writes.getFirst().refusal()).isEqualTo(Refusal.ABSENT_IS_FINE);
  }

  @Test
  void unlimitedSwapGrowsBeforeMemory() {
    assertThat(text("{\"memory\": {\"limit\": 1000, \"swap\": -1}}"))
        .containsExactly("memory.memsw.limit_in_bytes -1", "memory.limit_in_bytes 1000");
  }

  @Test
  void anUpdateWritesTheGrowingLimitFirst() {
    var resources = read("{\"memory\": {\"limit\": 1000, \"swap\": 2000}}");
    assertThat(text(V1Writes.update(resources, 1999)))
        .containsExactly("memory.memsw.limit_in_bytes 2000", "memory.limit_in_bytes 1000");
    assertThat(text(V1Writes.update(resources, 2000)))
        .containsExactly("memory.limit_in_bytes 1000", "memory.memsw.limit_in_bytes 2000");
  }

  @Test
  void aPeriodMayWaitForItsQuota() {
    assertThat(writes("{\"cpu\": {\"period\": 1000, \"quota\": 1000}}").getFirst().refusal())
        .isEqualTo(Refusal.INVALID_COMES_LATER);
    assertThat(writes("{\"cpu\": {\"period\": 1000}}").getFirst().refusal())
        .isEqualTo(Refusal.FAILS);
  }

  @Test
  void memoryIsLimitedBeforeTheFirstProcessCanUseAny() {
    assertThat(text(before(read("{\"memory\": {\"limit\": 262144}}"))))
        .containsExactly("memory.limit_in_bytes 262144");
  }

  @Test
  void timeForRealTimeComesBeforeTheFirstProcess() {
    var resources =
        read("{\"cpu\": {\"realtimeRuntime\": 5, \"shares\": 7, \"cpus\": \"1\", \"quota\": 9}}");
    assertThat(text(before(resources))).containsExactly("cpuset.cpus 1", "cpu.rt_runtime_us 5");
  }

  /** What comes before the first process, but for the devices. */
  private static List<CgroupWrite> before(Resources resources) {
    return V1Writes.beforeJoining(resources, NONE).stream()
        .filter(write -> write.controller() != Controller.DEVICES)
        .toList();
  }

  @Test
  void refusesWhatTheKernelWouldBend() {
    assertRefused("{\"cpu\": {\"shares\": 1}}", "the minimum allowed cpu-shares is 2");
    assertRefused("{\"cpu\": {\"shares\": 262145}}", "the maximum allowed cpu-shares is 262144");
    assertRefused(
        "{\"memory\": {\"swappiness\": 101}}",
        "invalid memory swappiness value: 101 (valid range is 0-100)");
    assertRefused(
        "{\"unified\": {\"memory.max\": \"1\"}}",
        "invalid configuration: cannot use unified on cgroup v1");
  }

  private static void assertRefused(String resources, String message) {
    assertThatThrownBy(() -> writes(resources))
        .isInstanceOf(SpecFailure.class)
        .hasMessageStartingWith(message);
  }

  private static List<String> text(String resources) {
    return text(writes(resources));
  }

  private static List<String> text(List<CgroupWrite> writes) {
    return writes.stream().map(write -> write.file() + " " + write.value()).toList();
  }

  private static List<CgroupWrite> writes(String resources) {
    return V1Writes.update(read(resources), Long.MAX_VALUE);
  }

  private static Resources read(String json) {
    return SpecReader.read(json.getBytes(UTF_8), Resources.class);
  }
}
