package org.jrunc.core.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A child process to start: posix_spawn(3).
 *
 * @param program the file to execute
 * @param arguments its command line, program name first
 * @param environment its whole environment, {@code NAME=value} each
 * @param directory its working directory; empty for that of this process
 * @param descriptors what becomes descriptor {@code first}, {@code first + 1}, … of it
 * @param first the number of the first of those; lower ones are those of this process
 */
public record SpawnCommand(
    Path program,
    List<String> arguments,
    List<String> environment,
    Optional<Path> directory,
    List<Fd> descriptors,
    int first) {
  /** Copies the lists. */
  public SpawnCommand {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    descriptors = List.copyOf(descriptors);
  }
}
