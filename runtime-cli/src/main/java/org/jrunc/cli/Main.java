package org.jrunc.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jrunc.cli.session.GlobalOptions;
import org.jrunc.cli.session.Operations;
import org.jrunc.core.engine.Engine;
import org.jrunc.core.engine.EngineOptions;
import org.jrunc.core.engine.Warmup;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Kernel;

/**
 * Runs command lines for the engine, each for its own caller and none knowing of another. Also the
 * entry point of the engine's process.
 */
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

  /** Serves the socket that the client or systemd left on descriptor 3. */
  public static void main(String[] arguments) {
    var options = EngineOptions.parse(List.of(arguments), System.getenv());
    var main = new Main(Main::operations, InstantSource.system());
    new Engine(Kernel.real(), options, main::handle, Warmup.NONE).run();
  }

  private static Operations operations(GlobalOptions options) {
    throw new UnsupportedOperationException("no containers below " + options.root());
  }

  /** Carries out the caller's command line and returns its exit code. */
  public int handle(Caller caller) {
    return new CommandLineRunner(caller, core, clock).run();
  }
}
