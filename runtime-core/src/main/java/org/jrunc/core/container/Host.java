package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jrunc.core.cgroup.Cgroups;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.Warning;
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
 * @param warnings takes what is not done as it was asked for
 * @param phases is told how far a command has got
 */
public record Host(
    Kernel kernel,
    StateStore store,
    Cgroups cgroups,
    SeccompFilters filters,
    ExecutorImage executor,
    Consumer<Warning> warnings,
    Phases phases) {
  /** The host as seen by this process, with the states below {@code root}; mute. */
  public static Host of(Kernel kernel, Path root, SeccompFilters filters, ExecutorImage executor) {
    return new Host(
        kernel,
        new StateStore(kernel, root),
        new Cgroups(kernel),
        filters,
        executor,
        warning -> {},
        Phases.NONE);
  }

  /** This host with the states below another root. */
  public Host withRoot(Path root) {
    var other = new StateStore(kernel, root);
    return new Host(kernel, other, cgroups, filters, executor, warnings, phases);
  }

  /** This host with somebody who listens to warnings. */
  public Host withWarnings(Consumer<Warning> listener) {
    return new Host(kernel, store, cgroups, filters, executor, listener, phases);
  }

  /** This host with somebody who is told how far a command has got. */
  public Host withPhases(Phases listener) {
    return new Host(kernel, store, cgroups, filters, executor, warnings, listener);
  }
}
