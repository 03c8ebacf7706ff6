package org.jrunc.conformance.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;

/** A container that runs, for other processes to join. */
record Target(Container container) implements AutoCloseable {

  /** A container of the bundle, whose process waits for ever. */
  static Target of(OciRuntime runtime, Bundle bundle, String... options) {
    var container = bundle.freshRoot().args("/probe", "wait").container(runtime);
    container.create(options).succeeded();
    container.start().succeeded();
    return new Target(container);
  }

  /** An {@code exec} in it, not yet run; the options come before the id. */
  Command command(List<String> options, String... command) {
    var arguments = new ArrayList<>(List.of("exec"));
    arguments.addAll(options);
    arguments.add(container.id());
    arguments.addAll(List.of(command));
    return container.runtime().command(arguments.toArray(String[]::new));
  }

  /** Runs a command in it. */
  Outcome exec(String... command) {
    return command(List.of(), command).run();
  }

  /** Runs a command in it with options. */
  Outcome exec(List<String> options, String... command) {
    return command(options, command).run();
  }

  /**
   * What the probe sees as another process of the container, to which the streams are handed on:
   * runc stands between them in the foreground.
   */
  Facts facts(List<String> options) {
    var detached = new ArrayList<>(List.of("--detach"));
    detached.addAll(options);
    var outcome = exec(detached, "/probe", "facts").succeeded();
    Container.await("the facts", () -> text(outcome.output()).endsWith("}\n"));
    return parse(text(outcome.output()));
  }

  /** The text of a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the probe saw, with the container's namespaces named so. */
  Facts parse(String output) {
    return Facts.parse(output.replace("\r\n", "\n"), namespaces());
  }

  private Map<String, String> namespaces() {
    var known = new HashMap<String, String>();
    try (var links = Files.list(Path.of("/proc/" + container.pid() + "/ns"))) {
      for (var link : links.toList()) {
        var target = Files.readSymbolicLink(link).toString();
        var hosts = Path.of("/proc/self/ns").resolve(link.getFileName());
        if (!target.equals(Files.readSymbolicLink(hosts).toString())) {
          known.put(target, "the container's");
        }
      }
      return known;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    container.close();
  }
}
