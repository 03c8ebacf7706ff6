package org.jrunc.conformance.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;

/** The command line of Docker with one runtime. Closing it removes its containers. */
final class Docker implements AutoCloseable {
  private final OciRuntime runtime;
  private final Dockerd daemon;

  private Docker(OciRuntime runtime, Dockerd daemon) {
    this.runtime = runtime;
    this.daemon = daemon;
  }

  /** Starts the daemon of the suite unless it runs. */
  static void start() {
    Dockerd.shared();
  }

  /** A user of the suite's daemon whose containers run with a runtime. */
  static Docker with(OciRuntime runtime) {
    return with(runtime, Dockerd.shared());
  }

  /** A user of a daemon whose containers run with a runtime. */
  static Docker with(OciRuntime runtime, Dockerd daemon) {
    return new Docker(runtime, daemon);
  }

  /** A command line of {@code docker}. */
  Command command(String... arguments) {
    return daemon.command(arguments);
  }

  /** The daemon it talks to. */
  Dockerd daemon() {
    return daemon;
  }

  /** {@code docker run} with the runtime, the test image and a command, not yet run. */
  Command runCommand(List<String> options, String... args) {
    return containerCommand("run", options, args);
  }

  /** {@code docker run} or {@code create} with the runtime, the test image and a command. */
  Command containerCommand(String verb, List<String> options, String... args) {
    var line = new ArrayList<>(List.of(verb, "--runtime", runtime.name(), "--label", label()));
    line.addAll(options);
    line.add(TestImage.NAME);
    line.addAll(List.of(args));
    return command(line.toArray(String[]::new));
  }

  /** {@code docker run} with the runtime, the test image and a command. */
  Outcome run(List<String> options, String... args) {
    return runCommand(options, args).run();
  }

  /** What a container that ends well prints; its options are separated by spaces. */
  String output(String options, String... args) {
    return run(options("--rm " + options), args).succeeded().stdout();
  }

  /** What a shell in a container prints. */
  String shell(String options, String script) {
    return output(options, "sh", "-c", script);
  }

  /** A container that runs in the background. */
  DockerContainer detached(String options, String... args) {
    var id = run(options("--detach " + options), args).succeeded().stdout().strip();
    return new DockerContainer(this, id);
  }

  /** A container in the background that does nothing. */
  DockerContainer idle(String options) {
    return detached(options, "sleep", "1000");
  }

  private static List<String> options(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  private String label() {
    return "org.jrunc.test=" + runtime.name();
  }

  /** Removes containers and volumes; the runtime may not keep anything of them. */
  @Override
  public void close() {
    var containers =
        command("ps", "--all", "--quiet", "--filter", "label=" + label()).run().succeeded();
    var ids = containers.stdout().lines().toList();
    if (!ids.isEmpty()) {
      var line = new ArrayList<>(List.of("rm", "--force", "--volumes"));
      line.addAll(ids);
      command(line.toArray(String[]::new)).run().succeeded();
    }
    Container.await("nothing left of containers", () -> daemon.states().isEmpty());
  }
}
