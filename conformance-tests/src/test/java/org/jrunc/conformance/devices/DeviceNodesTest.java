package org.jrunc.conformance.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class DeviceNodesTest {
  private static final String NULL = "[{'path':'/node','type':'c','major':1,'minor':3}]";

  private static final String[] PATHS = {
    "/dev/char", "/dev/unbuffered", "/a/deep/block", "/fifo", "/dev/behind", "/target/node"
  };

  @Test
  @Covers("/linux/devices/**")
  void areMadeAsRuncMakesThem(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.edit(
        config ->
            config
                .withObject("/linux")
                .set(
                    "devices",
                    json(
                        "[{'path':'/dev/char','type':'c','major':1,'minor':5,'fileMode':2480,'uid':3,'gid':4},"
                            + "{'path':'/dev/unbuffered','type':'u','major':511,'minor':70000,'fileMode':493},"
                            + "{'path':'/a/deep/block','type':'b','major':7,'minor':200},"
                            + "{'path':'/fifo','type':'p','fileMode':384,'gid':9},"
                            + "{'path':'/link/node','type':'c','major':1,'minor':7},"
                            + "{'path':'/dev/../dev/behind','type':'c','major':1,'minor':8}]")));
    var reference = nodes(bundle, OciRuntime.runc());
    var nodes = nodes(bundle, runtime);
    assertThat(nodes.differencesFrom(reference)).isEmpty();
    assertThat(nodes.get("stat:/target/node")).startsWith("char 1:7");
    assertThat(nodes.get("stat:/fifo")).startsWith("fifo mode 0600 owner 0:9");
  }

  /**
   * {@code config-linux.md}, devices: a file that is not the device must be an error. For runc and
   * crun it is none.
   */
  @ParameterizedTest
  @ValueSource(strings = {"regular", "other", "block", "dangling", "fifo"})
  void areNotTakenForWhatIsInTheirPlace(String present, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var node = bundle.root().resolve("node");
    switch (present) {
      case "regular" -> bundle.rootFile("node", "text");
      case "dangling" -> Files.createSymbolicLink(node, Path.of("/nowhere"));
      case "fifo" -> new Command(List.of("mkfifo", node.toString())).run().succeeded();
      case "block" -> make(node, "b", "3");
      default -> make(node, "c", "5");
    }
    bundle.edit(config -> config.withObject("/linux").set("devices", json(NULL)));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr())
        .contains(
            "cannot create device `/node`: something else is in its place"
                + " (from /linux/devices/0 in config.json)");
  }

  @Test
  void mayBeThereAlready(Bundle bundle, OciRuntime runtime) {
    make(bundle.root().resolve("node"), "c", "3");
    bundle.args("/probe", "facts", "stat=/node");
    bundle.edit(config -> config.withObject("/linux").set("devices", json(NULL)));
    try (var container = bundle.container(runtime)) {
      var facts = Facts.parse(container.run().succeeded().stdout(), Map.of());
      assertThat(facts.get("stat:/node")).startsWith("char 1:3");
    }
  }

  private static void make(Path node, String type, String minor) {
    new Command(List.of("mknod", node.toString(), type, "1", minor)).run().succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'path':'/dev/x','type':'a','major':1,'minor':3}]",
        "[{'path':'/dev/x','type':'','major':1,'minor':3}]",
        "[{'path':'/dev/x','major':1,'minor':3}]",
        "[{'path':'/dev/x','type':'c','major':1,'minor':3,'uid':-1}]",
        "[{'path':'/probe/x','type':'c','major':1,'minor':3}]"
      })
  void areRefusedIfRuncRefusesThem(String devices, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux").set("devices", json(devices)));
    for (var each : new OciRuntime[] {OciRuntime.runc(), runtime}) {
      try (var container = bundle.freshRoot().container(each)) {
        var outcome = container.create();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      }
    }
  }

  /** The kernel would take the low bits for another device. */
  @Test
  void areRefusedIfTheNumberIsTooLarge(Bundle bundle, OciRuntime runtime) {
    var devices = "[{'path':'/dev/x','type':'c','major':4097,'minor':3}]";
    bundle.edit(config -> config.withObject("/linux").set("devices", json(devices)));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("device number 4097 is not between 0 and 4095");
  }

  private static Facts nodes(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.freshRoot();
    Files.createDirectory(bundle.root().resolve("target"));
    Files.createSymbolicLink(bundle.root().resolve("link"), Path.of("/target"));
    var arguments = new java.util.ArrayList<>(List.of("/probe", "facts"));
    for (var path : PATHS) {
      arguments.add("stat=" + path);
    }
    bundle.args(arguments.toArray(String[]::new));
    try (var container = bundle.container(runtime)) {
      var facts = Facts.parse(container.run().succeeded().stdout(), Map.of());
      var nodes = new java.util.TreeMap<>(facts.values());
      nodes.keySet().removeIf(name -> !name.startsWith("stat:"));
      return new Facts(nodes);
    }
  }
}
