package org.jrunc.conformance.clients;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Outcome;

/**
 * A container in the background, and what Docker does with it.
 *
 * @param id its name or number
 */
record DockerContainer(Docker docker, String id) {

  /** {@code docker VERB ... ID}. */
  Outcome then(String... verbAndOptions) {
    var line = new ArrayList<>(List.of(verbAndOptions));
    line.add(id);
    return docker.command(line.toArray(String[]::new)).run();
  }

  /** {@code docker exec}. */
  Outcome exec(List<String> options, String... args) {
    var line = new ArrayList<>(List.of("exec"));
    line.addAll(options);
    line.add(id);
    line.addAll(List.of(args));
    return docker.command(line.toArray(String[]::new)).run();
  }

  /** What a shell prints that {@code docker exec} runs and that ends well. */
  String shell(String script) {
    return exec(List.of(), "sh", "-c", script).succeeded().stdout();
  }

  /** A field that {@code docker inspect} shows, as {@code .State.Status}. */
  String field(String path) {
    return docker
        .command("inspect", "--format", "{{" + path + "}}", id)
        .run()
        .succeeded()
        .stdout()
        .strip();
  }

  /** Waits until a field has a value. */
  void awaitField(String path, String value) {
    Container.await(path + " = " + value, () -> field(path).equals(value));
  }

  /** Waits until it has printed a text. */
  void awaitLog(String text) {
    Container.await("log `" + text + "`", () -> log().contains(text));
  }

  /** What it has printed. */
  String log() {
    return then("logs").succeeded().stdout();
  }

  /** Waits for its end; the exit code. */
  int end() {
    return Integer.parseInt(then("wait").succeeded().stdout().strip());
  }

  /** The first process's id on the host. */
  long pid() {
    return Long.parseLong(field(".State.Pid"));
  }
}
