package org.jrunc.cli.command;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.cli.option.Flag;

/** The flags that {@code create} and {@code run} share. */
final class LaunchFlags {
  static final String ID_USAGE =
      """
      <container-id>

      The id is the container's name on this host, for as long as it is there. It is made of
      letters, digits and `_+-.`.\
      """;

  private static final List<Flag> ALL =
      List.of(
          Flag.text("bundle", "directory of the bundle (default: the current directory)").or("b"),
          Flag.text("config", "file to read instead of the bundle's config.json").or("f"),
          Flag.text(
              "console-socket",
              "path of a listening AF_UNIX socket that receives the master side of the terminal"),
          Flag.text(
              "pidfd-socket",
              "path of a listening AF_UNIX socket that receives a pidfd of the container process"),
          Flag.text("pid-file", "file to write the container process's id to"),
          Flag.bool("no-pivot", "change the root by moving mounts, for a root on a ramdisk"),
          Flag.bool("no-new-keyring", "keep the caller's session keyring"),
          Flag.integer("preserve-fds", "hand on this many file descriptors after standard error"));

  private LaunchFlags() {}

  /** All of them, followed by those that only one command has. */
  static Flag[] and(Flag... own) {
    return Stream.concat(ALL.stream(), Stream.of(own)).toArray(Flag[]::new);
  }
}
