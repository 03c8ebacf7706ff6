package org.jrunc.spec.linux;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the container cgroup (config-linux.md, "Control groups").
 *
 * @param devices device access rules, in order, the last match wins
 * @param memory memory limits
 * @param cpu processor limits
 * @param pids limit on the number of tasks
 * @param blockIO block device limits
 * @param hugepageLimits huge page limits
 * @param network network class and priorities, cgroup v1
 * @param rdma RDMA limits by device name
 * @param unified cgroup v2 files by name with the value to write
 */
public record Resources(
    List<DeviceRule> devices,
    @Nullable Memory memory,
    @Nullable Cpu cpu,
    @Nullable Pids pids,
    @Nullable BlockIo blockIO,
    List<HugepageLimit> hugepageLimits,
    @Nullable Network network,
    Map<String, Rdma> rdma,
    Map<String, String> unified) {
  /** No limits. */
  public static final Resources EMPTY =
      new Resources(List.of(), null, null, null, null, List.of(), null, Map.of(), Map.of());

  public Resources {
    devices = Fields.orEmpty(devices);
    hugepageLimits = Fields.orEmpty(hugepageLimits);
    rdma = Fields.orEmpty(rdma);
    unified = Fields.orEmpty(unified);
  }
}
