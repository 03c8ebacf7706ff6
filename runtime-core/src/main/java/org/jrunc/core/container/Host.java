package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.cgroup.Cgroups;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.seccomp.SeccompFilters;
import org.jrunc.core.state.StateStore;

/**
 * What all commands on the containers of one root share.
 *
 * @param kernel the kernel
 * @param store the states below the root
 * @param cgroups the host's cgroups
 * @param filters the seccomp filters made so far
 * @param executor the executor that becomes a container's first process
 */
public record Host(
    Kernel kernel,
    StateStore store,
    Cgroups cgroups,
    SeccompFilters filters,
    ExecutorImage executor) {
  /** The host as seen by this process, with the states below {@code root}. */
  public static Host of(Kernel kernel, Path root, SeccompFilters filters, ExecutorImage executor) {
    return new Host(kernel, new StateStore(kernel, root), new Cgroups(kernel), filters, executor);
  }
}
