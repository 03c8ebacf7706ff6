package org.jrunc.core.cgroup.limit;

import java.util.Arrays;
import java.util.Optional;

/**
 * A part of the kernel that a cgroup of version 1 can limit, and the two hierarchies that limit
 * nothing, in the order in which runc joins and sets them.
 */
public enum Controller {
  CPUSET("cpuset"),
  DEVICES("devices"),
  MEMORY("memory"),
  CPU("cpu"),
  CPUACCT("cpuacct"),
  PIDS("pids"),
  BLKIO("blkio"),
  HUGETLB("hugetlb"),
  NET_CLS("net_cls"),
  NET_PRIO("net_prio"),
  PERF_EVENT("perf_event"),
  FREEZER("freezer"),
  RDMA("rdma"),
  /** The hierarchy in which systemd keeps track of services. */
  SYSTEMD("name=systemd"),
  MISC("misc"),
  /** The version 2 hierarchy of a hybrid host. */
  UNIFIED("");

  private final String label;

  Controller(String label) {
    this.label = label;
  }

  /**
   * Its name in mount options and {@code /proc/<pid>/cgroup}; empty for the version 2 hierarchy.
   */
  public String label() {
    return label;
  }

  /** Whether a container can do without: then no error of it stops anything, as in runc. */
  public boolean isOptional() {
    return this == SYSTEMD || this == MISC || this == UNIFIED;
  }

  /** The controller with a label. */
  public static Optional<Controller> of(String label) {
    return Arrays.stream(values()).filter(controller -> controller.label.equals(label)).findFirst();
  }
}
