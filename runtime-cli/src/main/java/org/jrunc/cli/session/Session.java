package org.jrunc.cli.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jrunc.cli.option.UsageException;
import org.jrunc.core.container.Phases;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.launch.Caller;

/**
 * One command line being carried out: who asked, what the global flags say, where words go.
 *
 * <p>Everything of a request is here and nothing of it is static, as an engine serves many at once.
 *
 * @param caller the process that asked
 * @param program the name the program speaks under, see {@link ProgramName}
 * @param options the global flags
 * @param core gives what can be done with the containers of the root, see {@link #operations}
 * @param streams the caller's output streams
 * @param log where complaints go
 */
public record Session(
    Caller caller,
    String program,
    GlobalOptions options,
    OperationsSource core,
    Streams streams,
    Log log)
    implements AutoCloseable {

  /**
   * Opens the log and gathers the rest.
   *
   * @throws UsageException if the log file cannot be opened
   * @throws HostFailure if the user's runtime directory cannot take the root
   */
  public static Session open(
      Caller caller,
      String program,
      GlobalOptions options,
      OperationsSource core,
      InstantSource clock) {
    if (options.inRuntimeDirectory()) {
      RuntimeDirectory.keep(options.root());
    }
    var streams = new Streams(caller);
    var file =
        options
            .log()
            .map(name -> LogFile.open(name, resolve(caller, name), caller.umask(), streams));
    return new Session(
        caller, program, options, core, streams, Log.of(streams, clock, options, file));
  }

  /** What can be done with the containers of the root. */
  public Operations operations() {
    return core.of(options, warning -> log.warning(warning.message()), phases());
  }

  /** Logs how far the command has got, if that is wanted. */
  public Phases phases() {
    return options.debug()
        ? phase -> log.phase(phase.text(), System.nanoTime() - caller.startedNanos())
        : Phases.NONE;
  }

  /**
   * The path as the caller means it.
   *
   * @throws HostFailure if it is relative and the caller's current directory cannot be read
   */
  public Path resolve(String path) {
    return resolve(caller, path);
  }

  /**
   * The directory that the caller means, which is to hold a bundle.
   *
   * @throws SpecFailure if there is no such directory, in the words that runc's chdir(2) gets
   */
  public Path bundle(String given) {
    var path = resolve(given).normalize();
    if (!Files.isDirectory(path)) {
      var complaint = Files.exists(path) ? "not a directory" : "no such file or directory";
      throw new SpecFailure("", "chdir " + given + ": " + complaint);
    }
    return path;
  }

  /** A shell hands over pipes as /dev/fd/63; in this process that is something else, or nothing. */
  private static String ofCaller(String path, Caller caller) {
    var own = "/proc/" + caller.pid() + "/fd";
    if (path.startsWith("/dev/fd/")) {
      return own + path.substring("/dev/fd".length());
    }
    if (path.startsWith("/proc/self/fd/")) {
      return own + path.substring("/proc/self/fd".length());
    }
    return path.equals("/dev/stdin") ? own + "/0" : path;
  }

  private static Path resolve(Caller caller, String path) {
    if (path.startsWith("/")) {
      return Path.of(ofCaller(path, caller));
    }
    var directory = caller.workingDirectory();
    if (directory.isEmpty()) {
      throw new HostFailure("cannot resolve `" + path + "`: no current directory");
    }
    return directory.get().resolve(path);
  }

  @Override
  public void close() {
    log.close();
  }
}
