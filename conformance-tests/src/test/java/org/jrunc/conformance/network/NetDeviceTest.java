package org.jrunc.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code /linux/netDevices}. The installed references are older than the property, so what
 * config-linux.md says is looked for inside the container's network namespace.
 */
@BundleTest
@Covers("/linux/netDevices/**")
class NetDeviceTest {
  private static final String NAME = "jrn" + ProcessHandle.current().pid();
  private static final String PEER = NAME + "p";
  private static final String MAC = "02:00:00:00:77:01";

  @BeforeEach
  void makeAPair() {
    ip("link", "add", NAME, "type", "veth", "peer", "name", PEER);
    ip("link", "set", NAME, "mtu", "1400", "address", MAC);
  }

  @AfterEach
  void removeThePair() {
    new Command(List.of("ip", "link", "del", NAME)).run();
    new Command(List.of("ip", "link", "del", PEER)).run();
  }

  @Test
  void movesADeviceUpRenamedAndWithItsPermanentGlobalAddresses(Bundle bundle, OciRuntime runtime) {
    ip("link", "set", NAME, "up");
    ip("addr", "add", "10.77.0.1/24", "broadcast", "10.77.0.255", "dev", NAME);
    ip("addr", "add", "10.77.0.2/24", "dev", NAME);
    ip("addr", "add", "10.78.0.1", "peer", "10.78.0.2/32", "dev", NAME);
    ip("addr", "add", "10.79.0.1/24", "dev", NAME, "scope", "link");
    ip("addr", "add", "10.80.0.1/24", "dev", NAME, "valid_lft", "99", "preferred_lft", "99");
    ip("-6", "addr", "add", "fd77::1/64", "dev", NAME, "nodad");
    devices(bundle, "{'%s':{'name':'lan0'}}".formatted(NAME));
    try (var container = bundle.args("/probe", "wait").container(runtime)) {
      container.create().succeeded();
      assertThat(inside(container, "link", "show", "lan0"))
          .contains("UP", "mtu 1400", "link/ether " + MAC);
      assertThat(inside(container, "addr", "show", "lan0"))
          .contains(
              "inet 10.77.0.1/24 brd 10.77.0.255 scope global lan0",
              "inet 10.77.0.2/24 scope global secondary lan0",
              "inet 10.78.0.1 peer 10.78.0.2/32 scope global lan0",
              "inet6 fd77::1/64 scope global")
          .doesNotContain("10.79.0.1", "10.80.0.1");
      assertThat(exists(NAME)).isFalse();
      container.delete("--force").succeeded();
      Container.await("the end of a virtual device", () -> !exists(PEER));
    }
  }

  @Test
  void movesADeviceIntoANetworkThatBelongsToAUserNamespace(Bundle bundle, OciRuntime runtime) {
    ip("addr", "add", "10.77.0.1/24", "dev", NAME);
    bundle.namespaces("user", "mount", "pid", "uts", "network", "ipc");
    var mapping = "[{'containerID':0,'hostID':0,'size':1000}]";
    bundle.edit(
        config -> {
          config.withObject("/linux").set("uidMappings", json(mapping));
          config.withObject("/linux").set("gidMappings", json(mapping));
        });
    devices(bundle, "{'%s':{'name':'lan0'}}".formatted(NAME));
    try (var container = bundle.args("/probe", "wait").container(runtime)) {
      container.create().succeeded();
      assertThat(inside(container, "addr", "show", "lan0")).contains("inet 10.77.0.1/24");
      assertThat(inside(container, "link", "show", "lan0")).contains("UP");
    }
  }

  @Test
  void leavesADeviceInANamespaceThatOutlivesTheContainer(Bundle bundle, OciRuntime runtime) {
    var holder = holder();
    try {
      var pid = holder.process().pid();
      bundle.edit(
          c ->
              c.withObject("/linux")
                  .set(
                      "namespaces",
                      json(
                          "[{'type':'mount'},{'type':'pid'},{'type':'uts'},{'type':'network','path':'/proc/%d/ns/net'}]"
                              .formatted(pid))));
      devices(bundle, "{'%s':{}}".formatted(NAME));
      try (var container = bundle.args("/probe", "wait").container(runtime)) {
        container.create().succeeded();
        container.delete("--force").succeeded();
      }
      assertThat(in(pid, "link", "show", NAME)).contains("UP", MAC);
    } finally {
      holder.process().destroyForcibly();
    }
  }

  /** The engine may have been started in another network namespace than its next caller is in. */
  @Test
  void takesTheDeviceFromTheNamespaceOfTheCaller(Bundle bundle, OciRuntime runtime) {
    var holder = holder();
    try {
      var pid = holder.process().pid();
      ip("link", "set", NAME, "netns", Long.toString(pid));
      devices(bundle, "{'%s':{}}".formatted(NAME));
      try (var container = bundle.args("/probe", "wait").container(runtime)) {
        var line = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net"));
        line.addAll(container.createCommand().line());
        new Command(line).run().succeeded();
        assertThat(inside(container, "link", "show", NAME)).contains("UP", MAC);
      }
    } finally {
      holder.process().destroyForcibly();
    }
  }

  @Test
  void movesNothingWhenOneDeviceIsMissing(Bundle bundle, OciRuntime runtime) {
    devices(bundle, "{'%s':{},'nosuchdevice0':{}}".formatted(NAME));
    assertThat(refusal(bundle, runtime))
        .contains("link not found for interface nosuchdevice0 on runtime namespace")
        .contains("/linux/netDevices/nosuchdevice0");
    assertThat(exists(NAME)).isTrue();
  }

  @Test
  void movesNothingWhenTheNameIsTaken(Bundle bundle, OciRuntime runtime) {
    devices(bundle, "{'%s':{'name':'lo'}}".formatted(NAME));
    assertThat(refusal(bundle, runtime))
        .contains("interface lo exists in the container's namespace");
    assertThat(exists(NAME)).isTrue();
  }

  @Test
  void saysWhatTheKernelRefuses(Bundle bundle, OciRuntime runtime) {
    devices(bundle, "{'lo':{'name':'other'}}");
    assertThat(refusal(bundle, runtime))
        .contains("cannot move network device `lo` into the container: sendmsg(")
        .contains("RTM_NEWLINK {ifi_index=1, ", "EINVAL");
  }

  @Test
  void refusesToMoveDevicesIntoTheNamespaceOfTheHost(Bundle bundle, OciRuntime runtime) {
    bundle.namespaces("mount", "pid", "uts");
    devices(bundle, "{'%s':{}}".formatted(NAME));
    assertThat(refusal(bundle, runtime))
        .contains("unable to move network devices without a NET namespace");
  }

  private static void devices(Bundle bundle, String devices) {
    bundle.edit(config -> config.withObject("/linux").set("netDevices", json(devices)));
  }

  private static String refusal(Bundle bundle, OciRuntime runtime) {
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    return outcome.stderr();
  }

  private static Command.Running holder() {
    var holder = new Command(List.of("unshare", "--net", "sleep", "60")).start();
    var own = Engine.link(ProcessHandle.current().pid(), "ns/net");
    Container.await(
        "the holder of a namespace",
        () -> !Engine.link(holder.process().pid(), "ns/net").equals(own));
    return holder;
  }

  private static String inside(Container container, String... arguments) {
    return in(container.pid(), arguments);
  }

  private static String in(long pid, String... arguments) {
    var line = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "ip", "-o"));
    line.addAll(List.of(arguments));
    return new Command(line).run().succeeded().stdout();
  }

  private static boolean exists(String name) {
    return new Command(List.of("ip", "link", "show", name)).run().exit() == 0;
  }

  private static void ip(String... arguments) {
    var line = new ArrayList<>(List.of("ip"));
    line.addAll(List.of(arguments));
    new Command(line).run().succeeded();
  }
}
