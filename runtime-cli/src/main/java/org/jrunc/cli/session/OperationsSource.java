package org.jrunc.cli.session;

import java.util.function.Consumer;
import org.jrunc.core.container.Phases;
import org.jrunc.core.plan.Warning;

/** Gives the operations on the containers that a command line means. */
@FunctionalInterface
public interface OperationsSource {
  /**
   * The operations on the containers of the root that the global flags name.
   *
   * @param warnings takes what they warn of
   * @param phases is told how far they have got
   */
  Operations of(GlobalOptions options, Consumer<Warning> warnings, Phases phases);
}
