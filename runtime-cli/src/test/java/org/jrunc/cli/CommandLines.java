package org.jrunc.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jrunc.cli.session.Operations;

/** Runs command lines in this process and keeps what they wrote. */
final class CommandLines {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-08-22T10:00:00Z"));

  private CommandLines() {}

  /** What a command line ended with. */
  record Outcome(int exitCode, String output, String error) {}

  /** Runs {@code jrunc} with these arguments in {@code directory}, without any containers. */
  static Outcome jrunc(Path directory, String... arguments) {
    return jrunc(new FakeOperations(), directory, arguments);
  }

  /** Runs {@code jrunc} with these arguments in {@code directory}. */
  static Outcome jrunc(Operations operations, Path directory, String... arguments) {
    var line = Stream.concat(Stream.of("jrunc"), Stream.of(arguments)).toList();
    return run(operations, directory, Set.of(), line);
  }

  /** Runs a command line, argument zero included, with some descriptors being terminals. */
  static Outcome run(
      Operations operations, Path directory, Set<Integer> terminals, List<String> arguments) {
    var caller = new FakeCaller(arguments, Optional.of(directory), Map.of(), terminals);
    var exitCode = new Main((options, warnings, phases) -> operations, CLOCK).handle(caller);
    return new Outcome(exitCode, caller.output(), caller.error());
  }
}
