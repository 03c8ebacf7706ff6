package org.jrunc.core.state;

import org.jrunc.core.cgroup.Cgroups;
import org.jrunc.core.linux.Kernel;

/** The answers of the real kernel. */
public final class KernelLiveness implements Liveness {
  private final Kernel kernel;
  private final StateStore store;
  private final Cgroups cgroups;

  /** Asks about the containers of a store. */
  public KernelLiveness(Kernel kernel, StateStore store) {
    this.kernel = kernel;
    this.store = store;
    this.cgroups = new Cgroups(kernel);
  }

  @Override
  public boolean isAlive(StateRecord record) {
    return record.pid() > 0
        && kernel
            .processStat(record.pid())
            .filter(stat -> stat.startTime() == record.startTime() && !stat.isDead())
            .isPresent();
  }

  @Override
  public boolean isFrozen(StateRecord record) {
    return cgroups.open(record.cgroupPaths()).isFrozen();
  }

  @Override
  public boolean awaitsStart(StateRecord record) {
    return kernel.exists(store.fifo(new ContainerId(record.id())));
  }
}
