package org.jrunc.conformance.mounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  /** Mounts a tmpfs and another one on its directory {@code sub}, both with flags and shared. */
  static HostMount tree(Path target, String flags) {
    var tree = tmpfs(target, "mode=755");
    try {
      tmpfs(Files.createDirectory(target.resolve("sub")), flags);
      run("mount", "-o", "remount,bind," + flags, target.toString());
      run("mount", "--make-rshared", target.toString());
      return tree;
    } catch (IOException failure) {
      tree.close();
      throw new UncheckedIOException(failure);
    }
  }

  private static void run(String... line) {
    new Command(List.of(line)).run().succeeded();
  }

  /** Bind mounts a file or directory. */
  static HostMount bind(Path source, Path target, String options) {
    return mount(target, "-o", "bind," + options, source.toString());
  }

  private static HostMount mount(Path target, String... arguments) {
    var line = new ArrayList<>(List.of("mount"));
    line.addAll(List.of(arguments));
    line.add(target.toString());
    run(line.toArray(String[]::new));
    return new HostMount(target);
  }

  @Override
  public void close() {
    run("umount", "--recursive", target.toString());
  }
}
