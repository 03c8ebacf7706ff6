package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;

/** Where the container's side of a boundary could pass for the host's. */
@BundleTest
class BoundaryTest {
  private static final int FIRST_ID = 100_000;
  private static final int MANY = 40;

  /** As the header of an attribute of such a message could be. */
  private static final String NAME = "\u0008\u0001\u0011j\u0001" + "f".repeat(150);

  /**
   * All the sources of binds together are longer than the 64 KiB after which the length of a
   * netlink message begins at zero again, and what follows is read as its next fields
   * (CVE-2021-43784).
   */
  @Test
  void sourcesLongerThanAMessageStayWhatTheyAre(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var source = bundle.newDirectory(("d".repeat(199) + "/").repeat(9));
    bundle.userNamespace(FIRST_ID);
    var arguments = new ArrayList<>(List.of("/probe", "facts"));
    for (int i = 0; i < MANY; i++) {
      var file = source.resolve(i + NAME);
      Files.writeString(file, "x".repeat(i));
      bundle.mount("/file" + i, "bind", file.toString(), "bind", "ro");
      arguments.add("read=/file" + i);
    }
    var facts = Facts.gather(runtime, bundle.args(arguments.toArray(String[]::new)));
    for (int i = 0; i < MANY; i++) {
      assertThat(facts.get("read:/file" + i)).isEqualTo(i == 0 ? "empty" : "bytes");
      assertThat(facts.get("mount:/file" + i)).contains("/" + i + NAME);
    }
    for (var namespace : List.of("user", "mnt", "pid", "net", "ipc", "uts")) {
      assertThat(facts.get("namespace:" + namespace)).isEqualTo("its own");
    }
  }

  /**
   * Without a cgroup namespace the hierarchies could be the host's, for the root of a user
   * namespace to write to (CVE-2023-25809).
   */
  @Test
  void theHostsCgroupsAreNeitherShownNorWritableWithoutANamespaceOfTheirOwn(
      Bundle bundle, OciRuntime runtime) {
    bundle
        .namespaces("pid", "network", "ipc", "uts", "mount")
        .userNamespace(FIRST_ID)
        .edit(c -> c.set("mounts", json("[{'destination':'/proc','type':'proc'}]")));
    bundle.mount("/dev", "tmpfs", "tmpfs");
    bundle.mount("/sys", "sysfs", "sysfs", "ro");
    bundle.mount("/sys/fs/cgroup", "cgroup", "cgroup", "rw");
    var arguments = new ArrayList<>(List.of("/probe", "facts"));
    var shown = new ArrayList<String>();
    for (var hierarchy : Cgroups.hierarchies().values()) {
      var place = "/sys/fs/cgroup/" + hierarchy.getFileName();
      shown.add(place);
      arguments.add("write=" + place + "/cgroup.procs");
      arguments.add("read=" + place + "/release_agent");
    }
    var facts = Facts.gather(runtime, bundle.args(arguments.toArray(String[]::new)));
    assertThat(facts.get("namespace:cgroup")).isEqualTo("the host's");
    for (var place : shown) {
      assertThat(facts.get("write:" + place + "/cgroup.procs")).isIn("EACCES", "EROFS", "ENOENT");
      // Only the root of a hierarchy has it.
      assertThat(facts.get("read:" + place + "/release_agent")).isEqualTo("ENOENT");
    }
    assertThat(facts.values().keySet())
        .as("own cgroups")
        .anyMatch(name -> name.startsWith("mount:/sys/fs/cgroup/"));
  }

  /**
   * The configuration that a handler of crun leaves in the image went to wherever a link led
   * (CVE-2025-24965). There are no handlers, so nothing is written.
   */
  @Test
  void noConfigurationIsWrittenThroughALinkOfTheImage(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var victim = Victim.of(bundle);
    victim.linkAs(bundle.root().resolve(".krun_config.json"));
    bundle.edit(c -> c.withObject("/annotations").put("run.oci.handler", "krun"));
    bundle.args("/probe", "true").container(runtime).run();
    assertThat(victim.isUntouched()).isTrue();
    try (var entries = Files.list(bundle.root())) {
      assertThat(entries.map(entry -> entry.getFileName().toString())).doesNotContain("krun");
    }
  }
}
