package org.jrunc.core.engine;

import org.jrunc.core.launch.Caller;

/** Carries out the command of a client. One handler serves many clients at once. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Carries out {@link Caller#arguments()}, errors included: they are written to the caller.
   *
   * @return the exit code of the client
   * @throws org.jrunc.core.launch.ClientGone if the client ended before; what was made for it is
   *     undone
   */
  int handle(Caller caller);
}
