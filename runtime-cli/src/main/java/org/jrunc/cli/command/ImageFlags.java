package org.jrunc.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.ImageRequest;
import org.jrunc.core.criu.CgroupMode;
import org.jrunc.core.criu.CriuSwitch;
import org.jrunc.core.criu.NetworkLock;

/** The flags that {@code checkpoint} and {@code restore} share. */
final class ImageFlags {
  private static final String DIRECTORY = "checkpoint";

  private static final List<Flag> ALL =
      List.of(
          Flag.text("image-path", "directory of the image files (default: ./checkpoint)"),
          Flag.text("work-path", "directory of the log (default: that of the image files)"),
          Flag.bool("tcp-established", "allow established tcp connections"),
          Flag.bool("ext-unix-sk", "allow unix sockets connected to processes outside"),
          Flag.bool("shell-job", "allow processes of a session and a terminal outside"),
          Flag.bool("file-locks", "allow file locks"),
          Flag.text(
              "manage-cgroups-mode",
              "what is done with cgroups: soft, full, strict or ignore (default: soft)"),
          Flag.text(
              "network-lock",
              "how the network is held up meanwhile: iptables, nftables or skip (default: iptables,"
                  + " or nftables without iptables-restore)"),
          Flag.list("empty-ns", "namespace to make without what is in it: network"),
          Flag.bool("auto-dedup", "drop pages from the parent images that later images hold"),
          Flag.bool("lazy-pages", "fetch pages of memory when they are needed"));

  private ImageFlags() {}

  /** All of them, followed by those that only one command has. */
  static Flag[] and(Flag... own) {
    var flags = new ArrayList<>(ALL);
    flags.addAll(List.of(own));
    return flags.toArray(Flag[]::new);
  }

  /** Reads the flags of {@link #and}. */
  static ImageRequest request(Session session, Arguments arguments) {
    requireNamespaces(arguments.list("empty-ns"));
    var switches = EnumSet.noneOf(CriuSwitch.class);
    for (var one : CriuSwitch.values()) {
      if (arguments.isOn(one.flag())) {
        switches.add(one);
      }
    }
    return new ImageRequest(
        session.resolve(arguments.text("image-path").orElse(DIRECTORY)).normalize(),
        path(session, arguments, "work-path"),
        switches,
        CgroupMode.of(arguments.text("manage-cgroups-mode").orElse("")),
        arguments.text("network-lock").map(NetworkLock::of));
  }

  private static Optional<Path> path(Session session, Arguments arguments, String flag) {
    return arguments.text(flag).map(text -> session.resolve(text).normalize());
  }

  /** The network is the only one that can be empty, and that it always is. */
  private static void requireNamespaces(List<String> names) {
    for (var name : names) {
      if (!name.equals("network")) {
        throw new UsageException("namespace \"" + name + "\" is not supported");
      }
    }
  }
}
