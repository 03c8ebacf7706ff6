package org.jrunc.conformance.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import tools.jackson.databind.node.ObjectNode;

/** A network namespace that outlives containers, with its loopback interface up. */
final class OutsideNetwork implements AutoCloseable {
  private static final Path OURS = Path.of("/proc/self/ns/net");
  private final Command.Running holder =
      new Command(List.of("unshare", "--net", "sh", "-c", "ip link set lo up; exec sleep 300"))
          .start();
  private final Path path = Path.of("/proc/" + holder.process().pid() + "/ns/net");

  OutsideNetwork() {
    var program = Path.of("/proc/" + holder.process().pid() + "/comm");
    Container.await("a network", () -> Bundle.text(program).startsWith("sleep"));
  }

  /** Has the container of a bundle join it. */
  void join(Bundle bundle) {
    bundle.edit(
        config -> {
          for (var namespace : config.withObject("/linux").withArray("namespaces")) {
            if (namespace.path("type").asString().equals("network")) {
              ((ObjectNode) namespace).put("path", path.toString());
            }
          }
        });
  }

  /** A command that runs in it. */
  Command command(String... words) {
    var line = new ArrayList<>(List.of("nsenter", "--net=" + path));
    line.addAll(List.of(words));
    return new Command(line);
  }

  /** Whether a process is in it. */
  boolean holds(long pid) {
    var inside = name(Path.of("/proc/" + pid + "/ns/net"));
    return inside.equals(name(path)) && !inside.equals(name(OURS));
  }

  private static Path name(Path namespace) {
    try {
      return Files.readSymbolicLink(namespace);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    holder.process().destroyForcibly();
  }
}
