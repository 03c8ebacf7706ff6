package org.jrunc.conformance.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Suite;

/**
 * A network namespace for a client and its containers, so that bridges, addresses and firewall
 * rules never touch the host's. Commands enter it with the host's mounts. Removed when the suite
 * ends.
 *
 * @param name as ip-netns(8) knows it
 */
public record NetworkNamespace(String name) implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Makes one whose loopback interface is up. */
  public static NetworkNamespace create() {
    var name = "jrunc-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
    new Command(List.of("ip", "netns", "add", name)).run().succeeded();
    var namespace = new NetworkNamespace(name);
    Suite.atEnd(namespace);
    namespace.command(List.of("ip", "link", "set", "lo", "up")).run().succeeded();
    return namespace;
  }

  /** A command that runs in it. */
  public Command command(List<String> line) {
    var whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name, "--"));
    whole.addAll(line);
    return new Command(whole);
  }

  @Override
  public void close() {
    new Command(List.of("ip", "netns", "delete", name)).run();
  }
}
