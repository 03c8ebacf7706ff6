package org.jrunc.core.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SpawnCommand;
import org.jrunc.core.linux.WaitStatus;

/**
 * This JVM as its own caller, for programs that use jrunc as a library: containers are its
 * children.
 *
 * <p>The JVM keeps no descriptor open across a start but those of the layout, so containers get
 * none of the program's own. A program that wants a container's terminal asks for a console socket.
 * After its first {@code run} the JVM is the parent of orphans: PR_SET_CHILD_SUBREAPER in prctl(2).
 */
public final class LocalCaller implements Caller {
  private static final int KILL = 9;
  private static final String UMASK = "\nUmask:\t";
  private final Kernel kernel;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Optional<Path> directory;
  private final long started;
  private final Set<Integer> children = ConcurrentHashMap.newKeySet();

  /**
   * This JVM.
   *
   * @param arguments a command line, program name first, if commands are given so
   * @param environment what commands see as environment
   * @param directory what relative paths are relative to
   */
  public LocalCaller(
      Kernel kernel,
      List<String> arguments,
      Map<String, String> environment,
      Optional<Path> directory) {
    this.kernel = kernel;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.started = kernel.monotonicNanos();
  }

  @Override
  public int pid() {
    return kernel.pid();
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
    return directory;
  }

  /**
   * {@inheritDoc} Read from proc_pid_status(5), because umask(2) cannot be read without setting.
   */
  @Override
  public int umask() {
    var status = KernelFile.read(Path.of("/proc/self/status"));
    int at = status.indexOf(UMASK) + UMASK.length();
    return Integer.parseInt(status.substring(at, status.indexOf('\n', at)), 8);
  }

  @Override
  public long startedNanos() {
    return started;
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
  public boolean isTerminal(int fd) {
    var name = Path.of("/proc/self/fd/" + fd);
    if (!kernel.exists(name)) {
      return false;
    }
    var file = kernel.readLink(name);
    return file.startsWith("/dev/pts/")
        || file.startsWith("/dev/tty")
        || file.equals("/dev/console");
  }

  @Override
  public boolean isClosed(int fd) {
    return !kernel.exists(Path.of("/proc/self/fd/" + fd));
  }

  @Override
  public int spawn(Fd executor, int base, List<Fd> layout, boolean subreaper, Runnable meanwhile) {
    if (subreaper) {
      kernel.becomeSubreaper();
    }
    reapEnded();
    int pid =
        kernel.spawn(
            new SpawnCommand(
                // Not /proc/self: the child closes its own copy before it looks the path up.
                Path.of("/proc/" + kernel.pid() + "/fd/" + executor.number()),
                List.of("jrunc-init", Integer.toString(base + 1)),
                List.of(),
                Optional.empty(),
                layout,
                base));
    children.add(pid);
    meanwhile.run();
    return pid;
  }

  @Override
  public void inherit(int pid) {
    children.add(pid);
  }

  // An executor ends as soon as it has made the container's process; only its parent can reap it.
  private void reapEnded() {
    children.removeIf(pid -> kernel.reap(pid).isPresent());
  }

  @Override
  public HookOutcome run(HookCommand command) {
    int pid;
    try {
      pid = start(command);
    } catch (SyscallFailure e) {
      return new HookOutcome.NotExecuted(e.errno());
    }
    try (var process = Pidfd.open(kernel, pid).orElseThrow()) {
      boolean ended = process.awaitEnd(millis(command.timeout()));
      if (!ended) {
        process.signal(KILL);
      }
      var status = kernel.waitFor(pid);
      return ended ? new HookOutcome.Ended(status) : new HookOutcome.TimedOut();
    }
  }

  private int start(HookCommand command) {
    return kernel.spawn(
        new SpawnCommand(
            Path.of(command.path()),
            command.arguments(),
            command.environment(),
            command.directory(),
            List.of(command.stdin(), command.stdout(), command.stderr()),
            0));
  }

  private static int millis(Duration timeout) {
    return timeout.isZero() ? -1 : Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }

  @Override
  public void write(int fd, byte[] bytes) {
    kernel.write(Fd.borrowed(fd), bytes);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a terminal is given: a library has none to relay it to
   */
  @Override
  public WaitStatus attach(int pid, Optional<Fd> terminal) {
    if (terminal.isPresent()) {
      throw new IllegalArgumentException("a library relays no terminal: use a console socket");
    }
    var status = kernel.waitFor(pid);
    children.remove(pid);
    reapEnded();
    return status;
  }

  @Override
  public Optional<Fd> lifeline() {
    return Optional.empty();
  }

  @Override
  public void close() {
    reapEnded();
  }
}
