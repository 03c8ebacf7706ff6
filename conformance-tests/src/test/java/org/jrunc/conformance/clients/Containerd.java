package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;

/**
 * A containerd with its configuration, root, state and socket in a folder of its own. It serves
 * until the suite ends; what still runs then is killed.
 */
final class Containerd implements AutoCloseable {
  private static @Nullable Containerd shared;

  private final Path directory;
  private final NetworkNamespace network;
  private @Nullable Daemon daemon;

  private Containerd(Path directory, NetworkNamespace network) {
    this.directory = directory;
    this.network = network;
  }

  /** The one that all tests with {@code ctr} share, started unless it runs. */
  static synchronized Containerd shared() {
    if (shared == null) {
      shared = withoutCri();
    }
    return shared;
  }

  /** Starts one without CRI. */
  static Containerd withoutCri() {
    return start("disabled_plugins = [\"io.containerd.grpc.v1.cri\"]", "");
  }

  /**
   * Starts one.
   *
   * @param keys lines of config.toml before its first table
   * @param tables whole tables of config.toml
   */
  static Containerd start(String keys, String tables) {
    try {
      var directory = Files.createDirectory(Suite.newPath("containerd"));
      var containerd = new Containerd(directory, NetworkNamespace.create());
      Files.createDirectory(containerd.temporary());
      Files.writeString(directory.resolve("config.toml"), containerd.configuration(keys, tables));
      Suite.atEnd(containerd);
      containerd.start();
      return containerd;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String configuration(String keys, String tables) {
    return """
    version = 2
    root = "%1$s/root"
    state = "%1$s/state"
    %2$s

    [grpc]
      address = "%1$s/containerd.sock"

    [plugins."io.containerd.internal.v1.opt"]
      path = "%1$s/opt"

    %3$s
    """
        .formatted(directory, keys, tables);
  }

  /** Its folder: {@code root}, {@code state} and whatever tests put there. */
  Path directory() {
    return directory;
  }

  /** The socket that it serves. */
  Path socket() {
    return directory.resolve("containerd.sock");
  }

  /** The network that it and the processes it starts are in. */
  NetworkNamespace network() {
    return network;
  }

  /** Starts it again after {@link #stop()} or {@link #kill()}. */
  void start() {
    var line =
        List.of("/usr/bin/containerd", "--config", directory.resolve("config.toml").toString());
    daemon = Daemon.start("containerd", network.command(line), this::isReady);
  }

  private boolean isReady() {
    return Files.exists(socket()) && ctr("version").run().exit() == 0;
  }

  /** Ends it as its service manager would; its shims and containers live on. */
  void stop() {
    if (daemon != null) {
      daemon.close();
    }
  }

  /** Kills it as a crash would. */
  void kill() {
    if (daemon != null) {
      daemon.kill();
    }
  }

  /** A command line of {@code ctr} to it. */
  Command ctr(String... arguments) {
    var line = new ArrayList<>(List.of("/usr/bin/ctr", "--address", socket().toString()));
    line.addAll(List.of(arguments));
    return new Command(line).env("TMPDIR", temporary().toString());
  }

  /** Where clients mount images for a moment, and leave them mounted when they are killed. */
  private Path temporary() {
    return directory.resolve("tmp");
  }

  /** Kills and removes all containers of a namespace. */
  void clear(String namespace) {
    for (var task : ctr("-n", namespace, "tasks", "list", "-q").run().stdout().lines().toList()) {
      ctr("-n", namespace, "tasks", "delete", "--force", task).run();
    }
    var containers = ctr("-n", namespace, "containers", "list", "-q").run();
    for (var container : containers.stdout().lines().toList()) {
      ctr("-n", namespace, "containers", "delete", container).run();
    }
    try (var left = Files.list(temporary())) {
      left.forEach(mount -> new Command(List.of("umount", mount.toString())).run());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    if (daemon == null) {
      return;
    }
    ctr("namespaces", "list", "-q").run().stdout().lines().forEach(this::clear);
    stop();
    daemon = null;
    network.close();
  }
}
