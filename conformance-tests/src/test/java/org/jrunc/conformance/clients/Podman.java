package org.jrunc.conformance.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;

/**
 * The command line of podman with one runtime. Closing it removes all containers, pods and volumes.
 */
final class Podman implements AutoCloseable {
  private static @Nullable PodmanStore shared;

  private static final String FETCH =
      """
      exec 3<>/dev/tcp/$0/$1 || exit
      printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3
      sed '1,/^\\r$/d' <&3
      """;

  private final OciRuntime runtime;
  private final PodmanStore store;

  private Podman(OciRuntime runtime, PodmanStore store) {
    this.runtime = runtime;
    this.store = store;
  }

  /** Makes the store of the suite unless there is one. */
  static synchronized PodmanStore start() {
    var store = shared;
    if (store == null) {
      store = PodmanStore.create();
      shared = store;
    }
    return store;
  }

  /** A user of podman whose containers run with a runtime. */
  static synchronized Podman with(OciRuntime runtime) {
    if (shared == null) {
      throw new IllegalStateException("`Podman.start()` belongs into `@BeforeAll`");
    }
    return new Podman(runtime, shared);
  }

  /** A command line of podman, not yet run. */
  Command command(String... arguments) {
    var line = new ArrayList<>(List.of("--runtime=" + runtime.name()));
    line.addAll(List.of(arguments));
    return store.command("podman", line.toArray(String[]::new));
  }

  /** Runs a command line of podman. */
  Outcome call(String... arguments) {
    return command(arguments).run();
  }

  /** What a command line of podman that succeeds prints. */
  String says(String... arguments) {
    return call(arguments).succeeded().stdout().strip();
  }

  /** The command {@code podman run}, not yet run. */
  Command runCommand(List<String> options, String... args) {
    return onImage("run", options, args);
  }

  /** {@code podman run} of the test image. */
  Outcome run(List<String> options, String... args) {
    return runCommand(options, args).run();
  }

  /** What {@code podman run --rm} prints. */
  String output(List<String> options, String... args) {
    var all = new ArrayList<>(options);
    all.add("--rm");
    return run(all, args).succeeded().stdout().strip();
  }

  /** {@code podman run --detach} under a name. */
  void start(String name, List<String> options, String... args) {
    var all = new ArrayList<>(options);
    all.addAll(List.of("--detach", "--name", name));
    run(all, args).succeeded();
  }

  /** {@code podman create} under a name. */
  void create(String name, List<String> options, String... args) {
    var all = new ArrayList<>(options);
    all.addAll(List.of("--name", name));
    onImage("create", all, args).run().succeeded();
  }

  private Command onImage(String verb, List<String> options, String... args) {
    var line = new ArrayList<>(List.of(verb));
    if (options.stream().noneMatch(option -> option.startsWith("--cgroup"))) {
      line.add(PodmanStore.parent());
    }
    line.addAll(options);
    line.add(TestImage.NAME);
    line.addAll(List.of(args));
    return command(line.toArray(String[]::new));
  }

  /** A field of {@code podman inspect}, as a template of Go. */
  String inspect(String name, String template) {
    return says("container", "inspect", "--format", template, name);
  }

  /** Waits until a field has a value. */
  void awaitField(String name, String template, String value) {
    Container.await(template + " = " + value, () -> inspect(name, template).equals(value));
  }

  /** Waits until a container has printed a text. */
  void awaitOutput(String name, String text) {
    Container.await("output `" + text + "`", () -> call("logs", name).stdout().contains(text));
  }

  /** What a web server in a container answers to the host of the test. */
  String fetch(String host, int port) {
    var line = List.of("bash", "-c", FETCH, host, Integer.toString(port));
    var fetch = store.network().command(line);
    Container.await("an answer of " + host, () -> !fetch.run().stdout().isEmpty());
    return fetch.run().succeeded().stdout().strip();
  }

  /** A command that runs another one on a terminal and talks to it as the lines of a script say. */
  Command onTerminal(Path script, Command command) {
    var line = new ArrayList<>(List.of(Suite.program("pty_talk").toString(), script.toString()));
    line.addAll(command.line().stream().map(Podman::absolute).toList());
    return withConfiguration(line);
  }

  /** A command line around one of podman. */
  Command withConfiguration(List<String> line) {
    return new Command(line).env("CONTAINERS_CONF", store.configuration().toString());
  }

  /** The program that enters the namespace; the C program looks for nothing in PATH. */
  private static String absolute(String word) {
    return word.equals("nsenter") ? "/usr/bin/nsenter" : word;
  }

  /**
   * Deletes containers of the runtime that podman knows nothing about, because it or conmon was
   * killed: it tells the runtime no more.
   */
  void deleteWhatItForgot() {
    var binary = runtime.binary().toString();
    var list = new Command(List.of(binary, "list", "--format", "json")).run().succeeded().stdout();
    for (var container : Bundle.JSON.readTree(list)) {
      if (container.path("bundle").asString().startsWith(store.directory().toString())) {
        var id = container.path("id").asString();
        new Command(List.of(binary, "delete", "--force", id)).run().succeeded();
      }
    }
  }

  @Override
  public void close() {
    // Both may have to be tried again until conmon has ended or podman has noticed an end.
    Container.await(
        "removal of all pods", () -> call("pod", "rm", "--force", "--all", "--time=0").exit() == 0);
    Container.await(
        "removal of all containers",
        () -> call("rm", "--force", "--all", "--time=0", "--volumes").exit() == 0);
    says("volume", "prune", "--force");
    removeCgroups();
  }

  /** Those of pods, which podman 4 forgets in hierarchies without a controller, and of conmon. */
  static void removeCgroups() {
    Container.await(
        "empty cgroups of podman",
        () ->
            Cgroups.below(Suite.cgroup()).reversed().stream()
                .filter(Podman::isOfPodman)
                .allMatch(Podman::isRemoved));
  }

  private static boolean isOfPodman(Path cgroup) {
    var name = cgroup.getFileName().toString();
    return name.equals("conmon") || name.matches("[0-9a-f]{64}");
  }

  private static boolean isRemoved(Path directory) {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException busy) {
      return false;
    }
  }
}
