package org.jrunc.cli.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.render.LogFormat;

/**
 * What the flags before the command's name say.
 *
 * @param debug whether debug lines are logged
 * @param log the log file as it was given, empty for standard error
 * @param logFormat the form of log lines
 * @param root the directory that holds one directory for each container, absolute
 * @param rootGiven whether the root was given, so that it has to exist
 * @param inRuntimeDirectory whether the root is that of a user, in the user's runtime directory
 * @param systemdCgroup whether cgroups are to be made by systemd
 * @param rootless what {@code --rootless} says
 */
public record GlobalOptions(
    boolean debug,
    Optional<String> log,
    LogFormat logFormat,
    Path root,
    boolean rootGiven,
    boolean inRuntimeDirectory,
    boolean systemdCgroup,
    String rootless) {

  /** The flags, in the order of the help text. */
  public static final List<Flag> FLAGS =
      List.of(
          Flag.bool("debug", "log what goes on inside as well"),
          Flag.text("log", "append log lines to this file (default: standard error)"),
          Flag.text("log-format", "form of log lines: text or json").standard("text"),
          Flag.text(
              "root",
              "directory that holds the state of containers, best on a tmpfs"
                  + " (default: /run/jrunc, or jrunc in $XDG_RUNTIME_DIR without root)"),
          Flag.bool(
              "systemd-cgroup",
              "let systemd make the cgroup; cgroupsPath then has the form slice:prefix:name"),
          Flag.text("rootless", "pass over refused cgroup operations: true, false or auto")
              .standard("auto"));

  /**
   * Interprets the flags.
   *
   * @param workingDirectory what a relative root is relative to, empty if it cannot be read
   * @param environment the caller's environment
   * @param privileged whether the default root is that of the host, see {@link Identity}
   * @throws UsageException with runc's words, if a value is not acceptable
   */
  public static GlobalOptions of(
      Arguments arguments,
      Optional<Path> workingDirectory,
      Map<String, String> environment,
      boolean privileged) {
    var runtimeDirectory = privileged ? "" : environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return new GlobalOptions(
        arguments.isOn("debug"),
        arguments.text("log"),
        logFormat(arguments),
        root(arguments, workingDirectory, runtimeDirectory),
        arguments.has("root"),
        !arguments.has("root") && !runtimeDirectory.isEmpty(),
        arguments.isOn("systemd-cgroup"),
        arguments.text("rootless").orElse("auto"));
  }

  private static LogFormat logFormat(Arguments arguments) {
    var format = arguments.text("log-format").orElse("text");
    return switch (format) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default -> throw new UsageException("invalid log-format: " + format);
    };
  }

  private static Path root(
      Arguments arguments, Optional<Path> workingDirectory, String runtimeDirectory) {
    if (!arguments.has("root")) {
      return runtimeDirectory.isEmpty()
          ? Path.of("/run/jrunc")
          : workingDirectory.orElse(Path.of("/")).resolve(runtimeDirectory).resolve("jrunc");
    }
    var given = arguments.text("root").orElse("");
    if (!given.startsWith("/") && workingDirectory.isEmpty()) {
      throw new UsageException("cannot resolve root `" + given + "`: no current directory");
    }
    var root = workingDirectory.orElse(Path.of("/")).resolve(given).normalize();
    if (root.getNameCount() == 0) {
      throw new UsageException("Option --root argument should not be set to /");
    }
    return root;
  }
}
