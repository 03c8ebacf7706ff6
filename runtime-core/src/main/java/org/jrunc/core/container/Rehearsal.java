package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.engine.Warmup;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.LocalCaller;
import org.jrunc.spec.DefaultSpec;
import org.jrunc.spec.json.SpecWriter;

/**
 * Draws up a container that is never made, from its config.json to its encoded program, as often as
 * it takes until the code that does it is compiled. It only looks at the host, as {@code explain}.
 */
public final class Rehearsal implements Warmup {
  /** The JVM compiles what was called 200 times; most of it is called more than once a round. */
  private static final int ROUNDS = 100;

  private static final Path BUNDLE = Path.of("/");
  private final Host host;
  private final Caller caller;
  private int done;

  /** A rehearsal on this host. */
  public Rehearsal(Host host) {
    this.host = host;
    this.caller = new LocalCaller(host.kernel(), List.of(), Map.of(), Optional.empty());
  }

  @Override
  public boolean round() {
    try {
      var json = SpecWriter.compact(DefaultSpec.rootful(false));
      var bundle = Bundle.of(BUNDLE, json.getBytes(StandardCharsets.UTF_8));
      var options = LaunchOptions.of("rehearsal", BUNDLE.toString());
      Blueprint.draw(host, caller, bundle, options).encoded();
      done++;
      return done < ROUNDS;
    } catch (RuntimeFailure e) {
      // A host on which nothing can be made; a real request will be told why.
      return false;
    }
  }
}
