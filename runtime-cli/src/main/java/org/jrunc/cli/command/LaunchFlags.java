package org.jrunc.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Launch;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.state.ContainerId;

/** The flags that {@code create} and {@code run} share. */
final class LaunchFlags {
  static final String ID_USAGE =
      """
      <container-id>

      The id is the container's name on this host, for as long as it is there. It is made of
      letters, digits and `_+-.`.\
      """;

  /** Directory of the bundle. */
  static final Flag BUNDLE =
      Flag.text("bundle", "directory of the bundle (default: the current directory)").or("b");

  /** The config file, relative to the bundle. */
  static final Flag CONFIG =
      Flag.text("config", "file to read instead of the bundle's config.json").or("f");

  /** The socket that receives the terminal. */
  static final Flag CONSOLE_SOCKET =
      Flag.text(
          "console-socket",
          "path of a listening AF_UNIX socket that receives the master side of the terminal");

  /** The file that receives the pid. */
  static final Flag PID_FILE = Flag.text("pid-file", "file to write the container process's id to");

  private static final List<Flag> ALL =
      List.of(
          BUNDLE,
          CONFIG,
          CONSOLE_SOCKET,
          Flag.text(
              "pidfd-socket",
              "path of a listening AF_UNIX socket that receives a pidfd of the container process"),
          PID_FILE,
          Flag.bool("no-pivot", "change the root by moving mounts, for a root on a ramdisk"),
          Flag.bool("no-new-keyring", "keep the caller's session keyring"),
          Flag.integer("preserve-fds", "hand on this many file descriptors after standard error"));

  private LaunchFlags() {}

  /** All of them, followed by those that only one command has. */
  static Flag[] and(Flag... own) {
    return Stream.concat(ALL.stream(), Stream.of(own)).toArray(Flag[]::new);
  }

  /** A container that is not to be made, of which only {@link #BUNDLE} and {@link #CONFIG} tell. */
  static Launch imagined(Session session, Arguments arguments) {
    var bundle = session.bundle(arguments.text("bundle").orElse("."));
    var name = String.valueOf(bundle.getFileName());
    return new Launch(
        ContainerId.isValid(name) ? name : "container",
        bundle,
        config(session, arguments),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        0);
  }

  /**
   * Reads the flags of {@link #and}.
   *
   * @throws HostFailure if they ask for systemd to make the cgroup
   */
  static Launch launch(Session session, Arguments arguments) {
    if (session.options().systemdCgroup()) {
      throw new HostFailure(
          "cannot make the cgroup through systemd: this version writes to cgroupfs only",
          "leave out --systemd-cgroup and give cgroupsPath as a path");
    }
    requireRootless(session.options().rootless());
    var bundle = session.bundle(arguments.text("bundle").orElse("."));
    return new Launch(
        arguments.id(),
        bundle,
        config(session, arguments),
        arguments.text("console-socket").map(session::resolve),
        arguments.text("pidfd-socket").map(session::resolve),
        arguments.text("pid-file").map(session::resolve),
        !arguments.isOn("no-pivot"),
        !arguments.isOn("no-new-keyring"),
        preservedFds(arguments));
  }

  /** As with crun it is the caller's directory that the name is relative to, but for the usual. */
  private static Optional<Path> config(Session session, Arguments arguments) {
    return arguments
        .text("config")
        .filter(name -> !name.equals("config.json"))
        .map(session::resolve);
  }

  /** How many descriptors are handed on. */
  static int preservedFds(Arguments arguments) {
    var count = arguments.number("preserve-fds");
    if (count < 0) {
      throw new UsageException(
          "invalid value \"" + count + "\" for flag -preserve-fds: parse error");
    }
    return count;
  }

  /**
   * Nothing depends on the value yet, as only root is served; a wrong one is refused as by runc.
   */
  private static void requireRootless(String value) {
    if (!value.toLowerCase(Locale.ROOT).matches("auto|1|t|true|0|f|false")) {
      throw new UsageException("invalid value \"" + value + "\" for flag -rootless: parse error");
    }
  }
}
