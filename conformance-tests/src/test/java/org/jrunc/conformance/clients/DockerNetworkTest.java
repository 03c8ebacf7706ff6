package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** Networks that Docker makes, and containers that are reached through them. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerNetworkTest {
  private static final String SERVER =
      "mkdir /w && echo page > /w/index.html && exec httpd -f -p 80 -h /w";

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  private static String fetch(Docker docker, String address) {
    var url = "http://" + address + "/";
    var command = List.of("/bin/busybox", "wget", "-q", "-O", "-", url);
    return docker.daemon().network().command(command).run().stdout();
  }

  @Feature("bridge network, published port")
  void publishesPorts(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var server = docker.detached("--publish 8080:80", "sh", "-c", SERVER);
      var address = server.field(".NetworkSettings.IPAddress");
      Container.await("the server", () -> fetch(docker, address).equals("page\n"));
      assertThat(fetch(docker, "127.0.0.1:8080")).isEqualTo("page\n");
      var gateway = server.field(".NetworkSettings.Gateway");
      assertThat(docker.output("", "wget", "-q", "-O", "-", "http://" + gateway + ":8080/"))
          .isEqualTo("page\n");
    }
  }

  @Feature("network create, names of containers, connect and disconnect")
  void connectsContainersByName(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var network = "net-" + runtime;
      docker.command("network", "create", network).run().succeeded();
      docker.detached("--name server-" + runtime + " --network " + network, "sh", "-c", SERVER);
      var container = docker.idle("");
      docker.command("network", "connect", network, container.id()).run().succeeded();
      var url = "http://server-" + runtime + "/";
      Container.await(
          "the server by its name",
          () -> container.exec(List.of(), "wget", "-q", "-O", "-", url).stdout().equals("page\n"));
      docker.command("network", "disconnect", network, container.id()).run().succeeded();
      assertThat(container.shell("ls /sys/class/net")).isEqualTo("eth0\nlo\n");
    } finally {
      Dockerd.shared().command("network", "rm", "net-" + runtime).run().succeeded();
    }
  }

  @Feature("run --network container:, none, host; --dns, --add-host")
  void sharesNetworks(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var other = docker.idle("--network none");
      var name = "readlink /proc/self/ns/net; ls /sys/class/net";
      assertThat(docker.shell("--network container:" + other.id(), name))
          .isEqualTo(other.shell(name))
          .endsWith("]\nlo\n");
      assertThat(docker.shell("--network host", "ls /sys/class/net")).contains("docker0\n");
      var options = "--dns 192.0.2.1 --add-host friend:192.0.2.2";
      assertThat(docker.output(options, "cat", "/etc/resolv.conf", "/etc/hosts"))
          .contains("nameserver 192.0.2.1\n", "192.0.2.2\tfriend\n");
    }
  }
}
