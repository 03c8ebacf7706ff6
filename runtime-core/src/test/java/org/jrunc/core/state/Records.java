package org.jrunc.core.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records for tests. */
final class Records {
  private Records() {}

  static StateRecord creating(String id) {
    return new StateRecord(
        id,
        Stage.CREATING,
        0,
        0,
        Timestamp.of(Instant.parse("2026-01-02T03:04:05.060Z")),
        "/bundle",
        "/bundle/rootfs",
        "1.3.0",
        Map.of("key", "value"),
        0,
        true,
        "cgroupfs",
        Map.of("", "/sys/fs/cgroup/unified/x", "cpu", "/sys/fs/cgroup/cpu/x"),
        Map.of("pid", "/proc/7/ns/pid"),
        List.of("/sys/fs/resctrl/x"),
        true,
        true);
  }
}
