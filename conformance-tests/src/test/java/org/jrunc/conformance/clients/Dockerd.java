package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;

/** A Docker daemon that knows all three runtimes, in folders and a network of its own. */
final class Dockerd implements AutoCloseable {
  private static @Nullable Dockerd shared;

  private final Path directory;
  private final NetworkNamespace network;
  private final List<String> prefix;
  private final List<String> options;
  private Daemon process;

  private Dockerd(List<String> prefix, List<String> options) {
    this.directory = Suite.newPath("dockerd");
    this.network = NetworkNamespace.create();
    this.prefix = prefix;
    this.options = options;
    try {
      Files.createDirectory(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    write(Map.of());
    Suite.atEnd(this::leave);
    this.process = launch();
    command("load", "--input", TestImage.archive().toString()).run().succeeded();
  }

  private void leave() {
    // A daemon that lets containers live leaves its mounts too.
    for (var mounted : List.of("exec/netns/default", "data")) {
      new Command(List.of("umount", directory.resolve(mounted).toString())).run();
    }
    network.close();
  }

  /** The daemon that serves the whole suite. */
  static synchronized Dockerd shared() {
    if (shared == null) {
      shared = new Dockerd(List.of(), List.of());
      shared.useByDefault(OciRuntime.runc());
      // It keeps the network namespace of the first container that has the host's.
      shared.command("run", "--rm", "--network=host", TestImage.NAME, "true").run().succeeded();
    }
    return shared;
  }

  /**
   * A daemon for one class of tests, which is told of the runtimes by its command line.
   *
   * @param prefix a command that runs it, as {@code unshare}
   * @param options what is added to its command line
   */
  static Dockerd ofItsOwn(List<String> prefix, String... options) {
    var all = new ArrayList<>(List.of(options));
    for (var runtime : List.of(OciRuntime.underTest(), OciRuntime.crun())) {
      all.add("--add-runtime=" + runtime + "=" + runtime.binary());
    }
    return new Dockerd(prefix, all);
  }

  private Daemon launch() {
    var line = new ArrayList<>(prefix);
    line.addAll(
        List.of(
            "/usr/sbin/dockerd",
            "--config-file=" + directory.resolve("daemon.json"),
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("exec"),
            "--pidfile=" + directory.resolve("pid"),
            "--host=unix://" + socket(),
            "--cgroup-parent=" + Suite.cgroup()));
    line.addAll(options);
    return Daemon.start(
        "dockerd", network.command(line), () -> command("version").run().exit() == 0);
  }

  /** Where it answers. */
  Path socket() {
    return directory.resolve("docker.sock");
  }

  /** Writes {@code daemon.json}: the runtimes and these settings. */
  private void configure(Map<String, Object> settings) {
    var runtimes = new TreeMap<String, Object>();
    for (var runtime : List.of(OciRuntime.underTest(), OciRuntime.crun(), OciRuntime.runc())) {
      var path = runtime.binary().toString();
      // The name `runc` is Docker's own.
      if (!runtime.name().equals("runc")) {
        runtimes.put(runtime.name(), Map.of("path", path));
      }
      runtimes.put(
          runtime.name() + "-debug", Map.of("path", path, "runtimeArgs", List.of("--debug")));
    }
    var all = new TreeMap<>(settings);
    all.put("runtimes", runtimes);
    write(all);
  }

  private void write(Map<String, Object> settings) {
    try {
      Files.writeString(directory.resolve("daemon.json"), Bundle.JSON.writeValueAsString(settings));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Makes a runtime the default one while it runs, as {@code systemctl reload docker} does. */
  void useByDefault(OciRuntime runtime) {
    configure(Map.of("default-runtime", runtime.name()));
    new Command(List.of("kill", "-HUP", Long.toString(process.pid()))).run().succeeded();
    Container.await(
        "default runtime " + runtime,
        () ->
            info("{{.DefaultRuntime}} {{json .Runtimes}}")
                .matches(runtime + " .*\"jrunc-debug\".*"));
  }

  private String info(String format) {
    return command("info", "--format", format).run().stdout().strip();
  }

  /**
   * Ends it with a signal, so that its containers go on if it is told to let them, and starts it.
   */
  void restart(String signal) {
    new Command(List.of("kill", "-" + signal, Long.toString(process.pid()))).run().succeeded();
    process.awaitEnd();
    // It took its containerd along. Where init does not reap, a new daemon would take that for
    // alive.
    Container.await(
        "end of containerd",
        () -> containerd().map(left -> Container.hasEnded(left.pid())).orElse(true));
    try {
      Files.deleteIfExists(containerdPid());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    process = launch();
  }

  private Path containerdPid() {
    return directory.resolve("exec/containerd/containerd.pid");
  }

  private Optional<ProcessHandle> containerd() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(containerdPid()).strip()));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** A command line of {@code docker}. */
  Command command(String... arguments) {
    var line = new ArrayList<>(List.of("/usr/bin/docker", "--host", "unix://" + socket()));
    line.addAll(List.of(arguments));
    return network.command(line).within(Duration.ofMinutes(2));
  }

  /** The network namespace of the daemon and of its bridges. */
  NetworkNamespace network() {
    return network;
  }

  /** What its runtimes keep of containers; empty when there is none. */
  List<Path> states() {
    var root = directory.resolve("exec/runtime-runc");
    try (var entries = Files.walk(root, 2)) {
      return entries.filter(path -> root.relativize(path).getNameCount() == 2).toList();
    } catch (IOException | UncheckedIOException vanished) {
      return List.of();
    }
  }

  @Override
  public void close() {
    process.close();
    leave();
  }
}
