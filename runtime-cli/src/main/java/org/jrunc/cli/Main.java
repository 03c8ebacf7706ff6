package org.jrunc.cli;

import java.time.InstantSource;
import java.util.function.Function;
import org.jrunc.cli.session.GlobalOptions;
import org.jrunc.cli.session.Operations;
import org.jrunc.core.launch.Caller;

/** Runs command lines for the engine, each for its own caller and none knowing of another. */
public final class Main {
  private final Function<GlobalOptions, Operations> core;
  private final InstantSource clock;

  /**
   * A runner of command lines.
   *
   * @param core gives the operations on the containers that the global flags mean
   * @param clock gives the time of log lines
   */
  Main(Function<GlobalOptions, Operations> core, InstantSource clock) {
    this.core = core;
    this.clock = clock;
  }

  /** Carries out the caller's command line and returns its exit code. */
  public int handle(Caller caller) {
    return new CommandLineRunner(caller, core, clock).run();
  }
}
