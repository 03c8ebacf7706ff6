package org.jrunc.core.cgroup.v1;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoringTest {
  @ParameterizedTest
  @CsvSource({
    "pids.max, 7, max, max",
    "memory.limit_in_bytes, 7, 67108864, 67108864",
    "cpuset.cpus, 1, 0-3, 0-3",
    "cpuset.cpus, 1, '', ",
    "memory.oom_control, 1, oom_kill_disable 0;under_oom 0;oom_kill 0, 0",
    "blkio.throttle.read_bps_device, 7:0 5, 7:01 8;7:0 4, 7:0 4",
    "blkio.throttle.read_bps_device, 7:0 5, 7:01 8, 7:0 0",
    "blkio.bfq.weight_device, 7:7 5, default 100;7:7 300, 7:7 300",
    "blkio.bfq.weight_device, 7:7 5, default 100, 7:7 default",
    "net_prio.ifpriomap, lo 5, eth0 1;lo 0, lo 0",
    "rdma.max, mlx4_0 hca_handle=1, mlx4_0 hca_handle=max hca_object=max, "
        + "mlx4_0 hca_handle=max hca_object=max",
    "rdma.max, mlx4_1 hca_handle=1, mlx4_0 hca_handle=max hca_object=max, ",
  })
  void writesWhatWasThere(String file, String value, String content, String restored) {
    var write = new CgroupWrite(Controller.BLKIO, file, value, Refusal.FAILS, "/x");
    var lines = content == null ? "" : content.replace(';', '\n') + "\n";
    assertThat(Restoring.of(write, lines).map(CgroupWrite::value).orElse(null)).isEqualTo(restored);
  }
}
