package org.jrunc.conformance.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;

/** A container with some limits that {@code update} is tried on. */
record Subject(Bundle bundle, Container container, long pid) implements AutoCloseable {
  private static final String LIMITS =
      """
      {'devices':[{'allow':false,'access':'rwm'}],
       'memory':{'limit':67108864,'swap':134217728,'reservation':33554432},
       'cpu':{'shares':500,'quota':50000,'period':100000,'cpus':'0','mems':'0'},
       'pids':{'limit':20},
       'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':0,'rate':1048576}]}}
      """;

  /** A container that has been created by a runtime. */
  static Subject of(Bundle bundle, OciRuntime runtime) {
    bundle
        .freshRoot()
        .args("/probe", "wait")
        .edit(config -> config.withObject("/linux").set("resources", Bundle.json(LIMITS)));
    var container = bundle.container(runtime);
    container.create().succeeded();
    return new Subject(bundle, container, container.pid());
  }

  /** The command {@code update} with these flags, not yet run. */
  Command command(String... flags) {
    var line = new ArrayList<>(List.of("update"));
    line.addAll(List.of(flags));
    line.add(container.id());
    return container.runtime().command(line.toArray(String[]::new));
  }

  /** Runs {@code update} with these flags. */
  Outcome update(String... flags) {
    return command(flags).run();
  }

  /** Runs {@code update -r -} with a document on standard input, with single quotes. */
  Outcome updateFrom(String json) {
    return command("-r", "-").input(file(json)).run();
  }

  /** A file of the bundle with a document that is written with single quotes. */
  Path file(String json) {
    try {
      return Files.writeString(
          bundle.directory().resolve("resources.json"), json.replace('\'', '"'));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What its cgroup files hold, by controller and name. */
  SortedMap<String, String> limits() {
    var limits = new TreeMap<String, String>();
    Cgroups.limits(pid)
        .forEach(
            (name, value) -> {
              if (name.startsWith("host-limit:") && !name.endsWith("cgroup.procs")) {
                limits.put(name.substring("host-limit:".length()), value);
              }
            });
    return limits;
  }

  /** What one of its cgroup files holds. */
  String limit(String file) {
    return limits().getOrDefault(file, "missing");
  }

  @Override
  public void close() {
    container.close();
  }
}
