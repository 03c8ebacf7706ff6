package org.jrunc.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.HookCommand;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.WaitStatus;

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
  public int pid() {
    return 1;
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
  public long startedNanos() {
    return 0;
  }

  @Override
  public Fd stdin() {
    return Fd.borrowed(0);
  }

  @Override
  public Fd stdout() {
    return Fd.borrowed(1);
  }

  @Override
  public Fd stderr() {
    return Fd.borrowed(2);
  }

  @Override
  public boolean isClosed(int fd) {
    return false;
  }

  @Override
  public Optional<Fd> lifeline() {
    return Optional.empty();
  }

  @Override
  public int spawn(Fd executor, int base, List<Fd> layout, boolean subreaper, Runnable meanwhile) {
    throw new AssertionError("a command line alone starts nothing");
  }

  @Override
  public HookOutcome run(HookCommand command) {
    throw new AssertionError("a command line alone runs nothing");
  }

  @Override
  public WaitStatus attach(int pid, Optional<Fd> terminal) {
    throw new AssertionError("a command line alone waits for nothing");
  }

  @Override
  public void close() {}
}
