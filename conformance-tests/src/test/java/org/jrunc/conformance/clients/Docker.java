package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;

/**
 * The command line of Docker with one runtime, on a daemon that serves the whole suite. Closing it
 * removes its containers.
 */
final class Docker implements AutoCloseable {
  private static @Nullable Dockerd shared;

  /** The daemon of the suite. */
  private record Dockerd(Path directory, NetworkNamespace network, Daemon process) {
    static Dockerd start() {
      try {
        var directory = Files.createDirectory(Suite.newPath("dockerd"));
        var network = NetworkNamespace.create();
        var socket = directory.resolve("docker.sock");
        var line =
            List.of(
                "/usr/sbin/dockerd",
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--host=unix://" + socket,
                "--cgroup-parent=" + Suite.cgroup(),
                "--add-runtime=jrunc=" + OciRuntime.underTest().binary(),
                "--add-runtime=crun=" + OciRuntime.crun().binary());
        var docker = List.of("/usr/bin/docker", "--host", "unix://" + socket);
        var process =
            Daemon.start("dockerd", network.command(line), () -> run(docker, "info").exit() == 0);
        run(docker, "load", "--input", TestImage.archive().toString()).succeeded();
        return new Dockerd(directory, network, process);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static Outcome run(List<String> docker, String... arguments) {
      var line = new ArrayList<>(docker);
      line.addAll(List.of(arguments));
      return new Command(line).within(Duration.ofSeconds(120)).run();
    }
  }

  private final OciRuntime runtime;
  private final Dockerd daemon;

  private Docker(OciRuntime runtime, Dockerd daemon) {
    this.runtime = runtime;
    this.daemon = daemon;
  }

  /** Starts the daemon of the suite unless it runs. */
  static synchronized void start() {
    if (shared == null) {
      shared = Dockerd.start();
    }
  }

  /** A user of Docker whose containers run with a runtime. */
  static synchronized Docker with(OciRuntime runtime) {
    if (shared == null) {
      throw new IllegalStateException("`Docker.start()` belongs into `@BeforeAll`");
    }
    return new Docker(runtime, shared);
  }

  /** A command line of {@code docker}. */
  Command command(String... arguments) {
    var line =
        new ArrayList<>(
            List.of(
                "/usr/bin/docker", "--host", "unix://" + daemon.directory.resolve("docker.sock")));
    line.addAll(List.of(arguments));
    return daemon.network.command(line).within(Duration.ofSeconds(120));
  }

  /** {@code docker run} with the runtime, the test image and a command. */
  Outcome run(List<String> options, String... args) {
    var line = new ArrayList<>(List.of("run", "--runtime", runtime.name(), "--label", label()));
    line.addAll(options);
    line.add(TestImage.NAME);
    line.addAll(List.of(args));
    return command(line.toArray(String[]::new)).run();
  }

  private String label() {
    return "org.jrunc.test=" + runtime.name();
  }

  @Override
  public void close() {
    var containers =
        command("ps", "--all", "--quiet", "--filter", "label=" + label()).run().succeeded();
    for (var id : containers.stdout().lines().toList()) {
      command("rm", "--force", "--volumes", id).run().succeeded();
    }
  }
}
