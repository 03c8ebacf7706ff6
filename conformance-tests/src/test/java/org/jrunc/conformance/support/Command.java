package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command line before it runs. Output goes to files, never to pipes: a container inherits the
 * descriptors of {@code create}, and reading a pipe to its end would wait for the container.
 */
public final class Command {
  private final ProcessBuilder builder;
  private final Path stdout = Suite.newPath("stdout");
  private final Path stderr = Suite.newPath("stderr");
  private Duration timeout = Duration.ofSeconds(60);

  /** A command line of any program. */
  public Command(List<String> line) {
    builder =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
  }

  /** The program and its arguments, for a command that wraps this one. */
  public List<String> line() {
    return List.copyOf(builder.command());
  }

  /** Sets the working directory. */
  public Command in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  /** Sets a variable of the environment. */
  public Command env(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  /** Takes the environment of another command. */
  public Command like(Command other) {
    builder.environment().clear();
    builder.environment().putAll(other.builder.environment());
    return this;
  }

  /** Starts with an empty environment, as podman and systemd do. */
  public Command withoutEnvironment() {
    builder.environment().clear();
    return this;
  }

  /** Takes standard input from a file. */
  public Command input(Path file) {
    builder.redirectInput(file.toFile());
    return this;
  }

  /** Limits how long {@link #run()} waits before it kills the process and fails. */
  public Command within(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs the command to its end. */
  public Outcome run() {
    return start().await();
  }

  /** Starts the command and does not wait for it. */
  public Running start() {
    try {
      return new Running(builder.command(), builder.start(), stdout, stderr, timeout);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * A command that runs.
   *
   * @param stdout the file its standard output goes to
   */
  public record Running(
      List<String> line, Process process, Path stdout, Path stderr, Duration timeout) {

    /**
     * Waits for the end of the command itself; what it leaves running may still write to its
     * output.
     */
    public Outcome await() {
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError("no end after " + timeout + ": " + outcome(-1));
        }
        return outcome(process.exitValue());
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        throw new IllegalStateException(interrupted);
      }
    }

    /** What it has printed until now. */
    public String stdoutSoFar() {
      return read(stdout);
    }

    private Outcome outcome(int exit) {
      return new Outcome(line, exit, read(stdout), read(stderr), stdout);
    }
  }

  /** The text of a file, with bytes that are no UTF-8 replaced. */
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
