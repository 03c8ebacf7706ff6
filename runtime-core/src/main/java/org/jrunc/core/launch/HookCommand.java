package org.jrunc.core.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.linux.Fd;

/**
 * A hook, or another program of the host, to run: execve(2).
 *
 * @param path the program
 * @param arguments its command line, program name first
 * @param environment its whole environment, {@code NAME=value} each
 * @param directory its working directory; empty for that of the caller
 * @param stdin its standard input
 * @param stdout its standard output
 * @param stderr its standard error
 * @param timeout after which it is killed; zero for never
 */
public record HookCommand(
    String path,
    List<String> arguments,
    List<String> environment,
    Optional<Path> directory,
    Fd stdin,
    Fd stdout,
    Fd stderr,
    Duration timeout) {
  /** With both outputs in one place. */
  public HookCommand(
      String path,
      List<String> arguments,
      List<String> environment,
      Optional<Path> directory,
      Fd stdin,
      Fd output,
      Duration timeout) {
    this(path, arguments, environment, directory, stdin, output, output, timeout);
  }

  /** Copies the lists. */
  public HookCommand {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }
}
