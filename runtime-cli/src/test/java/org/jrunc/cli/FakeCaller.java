package org.jrunc.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.launch.Caller;

/** A caller that keeps what is written to it. */
final class FakeCaller implements Caller {
  private final List<String> arguments;
  private final Optional<Path> workingDirectory;
  private final Map<String, String> environment;
  private final Set<Integer> terminals;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  FakeCaller(
      List<String> arguments,
      Optional<Path> workingDirectory,
      Map<String, String> environment,
      Set<Integer> terminals) {
    this.arguments = arguments;
    this.workingDirectory = workingDirectory;
    this.environment = environment;
    this.terminals = terminals;
  }

  String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  String error() {
    return error.toString(StandardCharsets.UTF_8);
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public Optional<Path> workingDirectory() {
    return workingDirectory;
  }

  @Override
  public int umask() {
    return 0022;
  }

  @Override
  public boolean isTerminal(int fd) {
    return terminals.contains(fd);
  }

  @Override
  public void write(int fd, byte[] bytes) {
    (fd == 1 ? output : error).writeBytes(bytes);
  }

  @Override
  public void close() {}
}
