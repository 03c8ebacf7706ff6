package org.jrunc.core.container;

/** Somebody who wants to know when a command gets where. */
@FunctionalInterface
public interface Phases {
  /** Nobody. */
  Phases NONE = phase -> {};

  /** Called at the moment at which the phase is complete. */
  void reached(Phase phase);
}
