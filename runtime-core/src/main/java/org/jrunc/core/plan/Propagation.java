package org.jrunc.core.plan;

import org.jrunc.core.abi.Abi;

/** How mounts and unmounts spread between peer mounts, mount_namespaces(7). */
public enum Propagation {
  /** Nothing spreads. */
  PRIVATE(Abi.MS_PRIVATE),
  /** Events come in from the master, none go out. */
  SLAVE(Abi.MS_SLAVE),
  /** Events spread both ways. */
  SHARED(Abi.MS_SHARED),
  /** Private, and cannot be bind mounted. */
  UNBINDABLE(Abi.MS_UNBINDABLE);

  private final int flag;

  Propagation(int flag) {
    this.flag = flag;
  }

  /** The MS_ flag of mount(2), which is also the value of {@code mount_attr.propagation}. */
  public int flag() {
    return flag;
  }
}
