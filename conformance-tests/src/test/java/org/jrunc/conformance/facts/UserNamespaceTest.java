package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What needs more than a bundle to be tried in a user namespace. */
@BundleTest
class UserNamespaceTest {
  private static final int FIRST = 100_000;
  private static final String USER = "{'type':'user'}";

  /** Calls {@code test} with the path of a user namespace that another container is in. */
  private static void inNamespaceOfAnother(java.util.function.Consumer<String> test) {
    var holder = Bundle.create().userNamespace(FIRST).args("/probe", "trap");
    try (var container = holder.container(OciRuntime.runc())) {
      container.create().succeeded();
      test.accept("/proc/" + container.pid() + "/ns/user");
    }
  }

  private static Bundle joining(Bundle bundle, String path, boolean mappings) {
    if (mappings) {
      bundle.userNamespace(FIRST);
    }
    var namespace = USER.replace("}", ",'path':'" + path + "'}");
    return bundle
        .namespaces("mount", "pid", "ipc", "uts", "network")
        .edit(c -> c.withArray("/linux/namespaces").add(json(namespace)))
        .rootOwner(FIRST);
  }

  @Test
  @Covers({"/linux/namespaces/*/path", "/linux/namespaces/*/type=user"})
  void joinsAUserNamespaceWhoseMappingsAreGivenToo(Bundle bundle, OciRuntime runtime) {
    inNamespaceOfAnother(
        path -> {
          joining(bundle, path, true);
          var reference = Facts.gather(OciRuntime.runc(), bundle);
          var facts = Facts.gather(runtime, bundle);
          assertThat(
                  KnownDifferences.unexplained(
                      runtime, "user namespace joined", facts.differencesFrom(reference)))
              .isEmpty();
          assertThat(facts.get("file:/proc/self/uid_map")).contains("0 100000 65536");
        });
  }

  /** Mapped by somebody unprivileged, who may not drop groups that deny him something. */
  @Test
  @Covers("/process/user/additionalGids")
  void keepsTheGroupsWhereTheNamespaceDeniesToSetThem(Bundle bundle, OciRuntime runtime)
      throws IOException {
    joining(bundle, "/proc/@/ns/user", true)
        .edit(c -> c.withObject("/process").set("user", json("{'additionalGids':[5,9]}")));
    var holder = new ProcessBuilder("unshare", "--user", Suite.program("probe") + "", "wait");
    var process = holder.start();
    try {
      var directory = Path.of("/proc/" + process.pid());
      var outside = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
      Container.await("a user namespace", () -> !namespace(directory).equals(outside));
      Files.writeString(directory.resolve("setgroups"), "deny");
      Files.writeString(directory.resolve("uid_map"), "0 100000 65536");
      Files.writeString(directory.resolve("gid_map"), "0 100000 65536");
      bundle.edit(
          c -> {
            var namespaces = c.withArray("/linux/namespaces");
            var user = (ObjectNode) namespaces.get(namespaces.size() - 1);
            user.put("path", directory + "/ns/user");
          });
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("status:Groups"))
          .isEqualTo(Facts.gather(OciRuntime.runc(), bundle).get("status:Groups"));
      assertThat(facts.get("file:/proc/self/setgroups")).isEqualTo("deny");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path namespace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/user"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  @Covers("/mounts/*/source")
  void opensSourcesThatTheRootOfAJoinedNamespaceDoesNotReach(Bundle bundle, OciRuntime runtime) {
    inNamespaceOfAnother(
        path -> {
          joining(bundle, path, true);
          var source = bundle.newDirectory("closed/source");
          UserNamespaces.closed(bundle.directory().resolve("closed"), 777);
          bundle.mount("/m", "bind", source.toString(), "bind", "ro");
          bundle.args("/probe", "facts", "read=/m", "write=/m");
          var reference = Facts.gather(OciRuntime.runc(), bundle);
          var facts = Facts.gather(runtime, bundle);
          assertThat(
                  KnownDifferences.unexplained(
                      runtime, "user namespace joined", facts.differencesFrom(reference)))
              .isEmpty();
          assertThat(facts.get("read:/m")).isEqualTo("empty directory");
          assertThat(facts.get("write:/m")).isEqualTo("EROFS");
        });
  }

  @Test
  void keepsTheLockedFlagsOfASourceInAJoinedNamespace(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var source = bundle.newDirectory("locked");
    mount("-t", "tmpfs", "-o", "ro,nosuid,nodev", "none", source);
    try {
      inNamespaceOfAnother(
          path -> {
            joining(bundle, path, true);
            bundle.mount("/locked", "bind", source.toString(), "rbind", "rw");
            try (var container = bundle.freshRoot().container(runtime)) {
              assertThat(container.create().stderr()).contains("EPERM").contains("/mounts/");
            }
          });
    } finally {
      new Command(List.of("umount", source.toString())).run().succeeded();
    }
  }

  @Test
  void joinsAUserNamespaceByItsPathAlone(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    inNamespaceOfAnother(
        path -> {
          var facts = Facts.gather(runtime, joining(bundle, path, false));
          assertThat(facts.get("file:/proc/self/gid_map")).contains("0 100000 65536");
          assertThat(facts.get("status:Uid")).isEqualTo("0 0 0 0");
        });
  }

  @Test
  void refusesMappingsThatAreNotThoseOfTheJoinedNamespace(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    inNamespaceOfAnother(
        path -> {
          joining(bundle, path, true)
              .edit(
                  c ->
                      c.withObject("/linux")
                          .set(
                              "gidMappings",
                              json("[{'containerID':0,'hostID':100000,'size':65535}]")));
          try (var container = bundle.container(runtime)) {
            var outcome = container.create();
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.stderr())
                .contains("non-matching mapping specified", "/linux/gidMappings");
            assertThat(container.status()).isEqualTo("missing");
          }
        });
  }

  @Test
  void needsNoRootInTheNamespace(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle
        .userNamespace(FIRST)
        .edit(
            c -> {
              var mapping = json("[{'containerID':5,'hostID':100000,'size':9}]");
              c.withObject("/linux").set("uidMappings", mapping);
              c.withObject("/linux").set("gidMappings", mapping);
              c.withObject("/process").set("user", json("{'uid':5,'gid':7}"));
            });
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("status:Uid")).isEqualTo("5 5 5 5");
    assertThat(facts.get("status:Gid")).isEqualTo("7 7 7 7");
  }

  @Test
  @Covers("/linux/devices/*/path")
  void bindsTheHostsDevices(Bundle bundle, OciRuntime runtime) {
    bundle
        .userNamespace(FIRST)
        .edit(
            c ->
                c.withObject("/linux")
                    .set(
                        "devices",
                        json("[{'path':'/dev/kmsg','type':'c','major':1,'minor':11,'uid':3}]")));
    var reference = Facts.gather(OciRuntime.runc(), bundle);
    var facts = Facts.gather(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "user namespace with devices", facts.differencesFrom(reference)))
        .isEmpty();
    assertThat(facts.get("device:kmsg")).startsWith("char 1:11").endsWith("owner 65534:65534");
  }

  @Test
  void makesAFifo(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle
        .userNamespace(FIRST)
        .edit(
            c ->
                c.withObject("/linux")
                    .set("devices", json("[{'path':'/dev/pipe','type':'p','uid':3,'gid':4}]")));
    assertThat(Facts.gather(runtime, bundle).get("device:pipe"))
        .isEqualTo("fifo mode 0666 owner 3:4");
  }

  @Test
  void keepsTheLockedFlagsOfASource(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var source = bundle.newDirectory("locked");
    mount("-t", "tmpfs", "-o", "ro,nosuid,nodev", "none", source);
    try {
      bundle.userNamespace(FIRST).mount("/locked", "bind", source.toString(), "rbind", "noexec");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("mount:/locked")).contains("ro,nosuid,nodev,noexec");
      bundle.edit(
          c ->
              Bundle.strings(
                  c.withArray("/mounts/" + (c.withArray("/mounts").size() - 1) + "/options"),
                  "rw"));
      try (var container = bundle.freshRoot().container(runtime)) {
        var outcome = container.create();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("EPERM").contains("/mounts/");
      }
    } finally {
      new Command(List.of("umount", source.toString())).run().succeeded();
    }
  }

  private static void mount(
      String type, String name, String o, String options, String from, Path on) {
    new Command(List.of("mount", type, name, o, options, from, on.toString())).run().succeeded();
  }

  @Test
  void goesThroughItsLife(Bundle bundle, OciRuntime runtime) {
    bundle.userNamespace(FIRST).args("/probe", "trap");
    try (var container = bundle.container(runtime)) {
      container.create().succeeded();
      var pid = container.pid();
      assertThat(container.status()).isEqualTo("created");
      container.start().succeeded();
      assertThat(container.status()).isEqualTo("running");
      container.kill("KILL").succeeded();
      container.awaitEnd(pid);
      Container.await("the end", () -> container.status().equals("stopped"));
      container.delete().succeeded();
      assertThat(container.status()).isEqualTo("missing");
    }
  }
}
