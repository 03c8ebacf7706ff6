package org.jrunc.cli;

import java.time.InstantSource;
import org.jrunc.core.launch.Caller;

/** Runs command lines for the engine, each for its own caller and none knowing of another. */
public final class Main {
  private final InstantSource clock;

  /** A runner of command lines that takes the time of log lines from {@code clock}. */
  public Main(InstantSource clock) {
    this.clock = clock;
  }

  /** Carries out the caller's command line and returns its exit code. */
  public int handle(Caller caller) {
    return new CommandLineRunner(caller, clock).run();
  }
}
