package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;

/**
 * The command line of containerd with one runtime, in the containerd namespace of that name.
 * Closing it kills and removes what it has started.
 */
final class Ctr implements AutoCloseable {
  private static final Set<String> WITH_IMAGE = ConcurrentHashMap.newKeySet();

  private final OciRuntime runtime;
  private final Containerd containerd;

  private Ctr(OciRuntime runtime, Containerd containerd) {
    this.runtime = runtime;
    this.containerd = containerd;
  }

  /** A user of the suite's containerd whose containers run with a runtime. */
  static Ctr with(OciRuntime runtime) {
    return of(runtime, Containerd.shared());
  }

  /** A user of some containerd. */
  static Ctr of(OciRuntime runtime, Containerd containerd) {
    var ctr = new Ctr(runtime, containerd);
    if (WITH_IMAGE.add(runtime.name() + " " + containerd.directory())) {
      ctr.run("images", "import", TestImage.archive().toString()).succeeded();
    }
    return ctr;
  }

  /** Any command line of {@code ctr}. */
  Command command(String... arguments) {
    var line = new ArrayList<>(List.of("--namespace", runtime.name()));
    line.addAll(List.of(arguments));
    return containerd.ctr(line.toArray(String[]::new));
  }

  /** Runs any command line of {@code ctr}. */
  Outcome run(String... arguments) {
    return command(arguments).run();
  }

  /** Runs {@code ctr tasks}. */
  Outcome tasks(String... arguments) {
    return taskCommand(arguments).run();
  }

  /** The command line {@code ctr tasks}, not yet run. */
  Command taskCommand(String... arguments) {
    var line = new ArrayList<>(List.of("tasks"));
    line.addAll(List.of(arguments));
    return command(line.toArray(String[]::new));
  }

  /** The command line {@code ctr run} with the test image, not yet run. */
  Command container(String id, List<String> options, String... command) {
    return container(id, options, TestImage.NAME, List.of(command));
  }

  /** The command line {@code ctr run} with an image or a directory, not yet run. */
  Command container(String id, List<String> options, String image, List<String> command) {
    var line = new ArrayList<>(List.of("run"));
    line.addAll(runtimeOptions());
    line.addAll(List.of("--cgroup", Suite.cgroup() + "/" + id));
    line.addAll(options);
    line.add(image);
    line.add(id);
    line.addAll(command);
    return command(line.toArray(String[]::new));
  }

  /** How {@code ctr} is told which runtime to use, and where that keeps its state. */
  List<String> runtimeOptions() {
    return List.of(
        "--runc-binary", runtime.binary().toString(),
        "--runc-root", runtime.root().toString(),
        "--fifo-dir", containerd.directory().resolve("fifo").toString());
  }

  /** Runs a command in a container of the test image to its end and removes the container. */
  Outcome once(List<String> options, String... command) {
    var all = new ArrayList<>(List.of("--rm"));
    all.addAll(options);
    return container(Suite.newId(), all, command).run();
  }

  /** Starts a container of the test image that stays, and returns its id. */
  String started(List<String> options, String... command) {
    var id = Suite.newId();
    var all = new ArrayList<>(List.of("--detach"));
    all.addAll(options);
    container(id, all, command).run().succeeded();
    return id;
  }

  /** What the table of tasks says of a container: {@code RUNNING}, or empty without a task. */
  String status(String id) {
    return cell(id, 2);
  }

  /** The pid of a container's first process. */
  long pid(String id) {
    return Long.parseLong(cell(id, 1));
  }

  private String cell(String id, int column) {
    return tasks("list")
        .succeeded()
        .stdout()
        .lines()
        .map(line -> line.split(" +"))
        .filter(cells -> cells[0].equals(id))
        .map(cells -> cells[column])
        .findFirst()
        .orElse("");
  }

  /** Waits until a task has a status. */
  void await(String id, String status) {
    Container.await(id + " " + status, () -> status(id).equals(status));
  }

  /** Kills a container's task, and removes both. */
  void remove(String id) {
    tasks("kill", "--signal", "KILL", id).succeeded();
    await(id, "STOPPED");
    tasks("delete", id);
    run("containers", "delete", id).succeeded();
  }

  /** The containerd that it talks to. */
  Containerd containerd() {
    return containerd;
  }

  @Override
  public void close() {
    containerd.clear(runtime.name());
    removeEmpty(runtime.root().resolve(runtime.name()));
  }

  /**
   * The shim leaves the directory of a containerd namespace; what is in it would be the runtime's.
   */
  private static void removeEmpty(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException left) {
      // It counts as left behind.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
