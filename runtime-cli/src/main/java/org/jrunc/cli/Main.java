package org.jrunc.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jrunc.cli.session.CoreOperations;
import org.jrunc.cli.session.OperationsSource;
import org.jrunc.core.container.Containers;
import org.jrunc.core.container.Host;
import org.jrunc.core.container.Rehearsal;
import org.jrunc.core.engine.Engine;
import org.jrunc.core.engine.EngineOptions;
import org.jrunc.core.engine.RequestHandler;
import org.jrunc.core.engine.Warmup;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.seccomp.SeccompFilters;

/**
 * The engine's program. It carries out command lines, each for its own caller and none knowing of
 * another.
 */
public final class Main implements RequestHandler {
  private final OperationsSource core;
  private final InstantSource clock;

  /**
   * A runner of command lines.
   *
   * @param core gives the operations on the containers that the global flags mean
   * @param clock gives the time of log lines
   */
  Main(OperationsSource core, InstantSource clock) {
    this.core = core;
    this.clock = clock;
  }

  /**
   * Serves clients on descriptor 3 until the engine has nothing to do any more.
   *
   * <p>With the system property {@code jrunc.engine.cold} it does nothing but what it is asked for.
   *
   * @param arguments {@code --listen} or {@code --oneshot}, see {@link EngineOptions}
   */
  public static void main(String[] arguments) {
    var kernel = Kernel.real();
    var executor = new ExecutorImage(kernel, executorFile());
    var host = Host.of(kernel, Path.of("/run/jrunc"), new SeccompFilters(), executor);
    var handler =
        new Main(
            (options, warnings, phases) ->
                new CoreOperations(
                    new Containers(
                        host.withRoot(options.root()).withWarnings(warnings).withPhases(phases))),
            InstantSource.system());
    var options = EngineOptions.parse(List.of(arguments), System.getenv());
    var warmup =
        options.oneshot() || Boolean.getBoolean("jrunc.engine.cold")
            ? Warmup.NONE
            : new Rehearsal(host);
    new Engine(kernel, options, handler, warmup).run();
  }

  /** Carries out the caller's command line and returns its exit code. */
  @Override
  public int handle(Caller caller) {
    return new CommandLineRunner(caller, core, clock).run();
  }

  /** In the distribution, wherever that lies. */
  private static Path executorFile() {
    return Path.of(System.getProperty("jrunc.dist", "/usr/lib/jrunc"), "lib", "jrunc-init");
  }
}
