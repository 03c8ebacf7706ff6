package org.jrunc.conformance.mounts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Command;

/** A mount of the host, made for one test and gone after it. */
final class HostMount implements AutoCloseable {
  private final Path target;

  private HostMount(Path target) {
    this.target = target;
  }

  /** Mounts a tmpfs, with options as mount(8) takes them. */
  static HostMount tmpfs(Path target, String options) {
    return mount(target, "-t", "tmpfs", "-o", options, "tmpfs");
  }

  /** Bind mounts a file or directory. */
  static HostMount bind(Path source, Path target, String options) {
    return mount(target, "-o", "bind," + options, source.toString());
  }

  private static HostMount mount(Path target, String... arguments) {
    var line = new ArrayList<>(List.of("mount"));
    line.addAll(List.of(arguments));
    line.add(target.toString());
    new Command(line).run().succeeded();
    return new HostMount(target);
  }

  @Override
  public void close() {
    new Command(List.of("umount", "--recursive", target.toString())).run().succeeded();
  }
}
