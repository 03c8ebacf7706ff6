package org.jrunc.conformance.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;

/**
 * Two network namespaces: one in which a runtime is called, which forwards, and one behind it that
 * knows nothing of its containers, so that these meet only by address translation.
 *
 * @param here where runtimes are called
 * @param outside the network behind it, with an HTTP server
 */
record Router(NetworkNamespace here, NetworkNamespace outside, Daemon server)
    implements AutoCloseable {
  /** The router's address as the outside knows it. */
  static final String ADDRESS = "10.99.0.1";

  /** A page from outside that holds the address of whoever asks for it. */
  static final String WHO = "http://10.99.0.2/cgi-bin/who";

  static Router start() throws IOException {
    var here = NetworkNamespace.create();
    var outside = NetworkNamespace.create();
    run(here, "ip link add up0 type veth peer name up0 netns " + outside.name());
    run(here, "ip address add " + ADDRESS + "/24 dev up0");
    run(here, "ip link set up0 up");
    run(here, "sysctl -q net.ipv4.ip_forward=1");
    run(outside, "ip address add 10.99.0.2/24 dev up0");
    run(outside, "ip link set up0 up");
    var www = Suite.newPath("www");
    var who = Files.createDirectories(www.resolve("cgi-bin")).resolve("who");
    Files.writeString(
        who, "#!/bin/sh\nprintf \"Content-Type: text/plain\\r\\n\\r\\n$REMOTE_ADDR\"\n");
    Files.setPosixFilePermissions(who, PosixFilePermissions.fromString("rwxr-xr-x"));
    var line = List.of("busybox", "httpd", "-f", "-p", "10.99.0.2:80", "-h", www.toString());
    var server = Daemon.start("httpd", outside.command(line), () -> get(outside, WHO).exit() == 0);
    return new Router(here, outside, server);
  }

  /** Asks for a page from a network. */
  static Outcome get(NetworkNamespace from, String page) {
    return from.command(List.of("timeout", "5", "busybox", "wget", "-q", "-O", "-", page)).run();
  }

  /**
   * Names of the router's interfaces and its translations of addresses, but for the chains that the
   * plugin portmap makes once for all.
   */
  List<String> traces() {
    var links = run(here, "ip -brief link").stdout().lines().map(line -> line.split(" ")[0]);
    var rules = run(here, "iptables -t nat -S").stdout().lines();
    return Stream.concat(links, rules.filter(rule -> !rule.contains("CNI-HOSTPORT-"))).toList();
  }

  /** A command of a runtime, called on the router. */
  Command called(Command command, Path directory) {
    return here.command(command.line()).in(directory);
  }

  private static Outcome run(NetworkNamespace where, String line) {
    return where.command(List.of(line.split(" "))).run().succeeded();
  }

  @Override
  public void close() {
    server.close();
    here.close();
    outside.close();
  }
}
