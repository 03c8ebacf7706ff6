package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The installed runc knows no id-mapped mounts; crun has them as a mount option. */
@BundleTest
class IdMappedMountTest {

  @Test
  @Covers({"/mounts/*/uidMappings/**", "/mounts/*/gidMappings/**"})
  void showsOwnersAsTheMappingOfTheMountSays(Bundle bundle, OciRuntime runtime) throws IOException {
    bind(bundle, "/plain", "bind");
    map(bind(bundle, "/mapped", "bind"), 0, 1000);
    map(bind(bundle, "/other", "bind", "ro"), 0, 5000);
    bundle.args("/probe", "facts", "stat=/plain/file", "stat=/mapped/file", "stat=/other/file");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("stat:/plain/file")).endsWith("owner 3:4");
    assertThat(facts.get("stat:/mapped/file")).endsWith("owner 1003:1004");
    assertThat(facts.get("stat:/other/file")).endsWith("owner 5003:5004");
    assertThat(facts.get("mount:/mapped")).contains("idmapped");
    assertThat(facts.get("mount:/plain")).doesNotContain("idmapped");
  }

  @Test
  @Covers({"/mounts/*/options=idmap", "/mounts/*/options=ridmap"})
  void mapsTheMountsBelowOnlyWhenAskedTo(Bundle bundle, OciRuntime runtime) throws IOException {
    var source = source(bundle);
    try (var _ = HostMount.tmpfs(Files.createDirectory(source.resolve("sub")), "uid=3,gid=4")) {
      map(bind(bundle, "/idmap", "rbind", "idmap"), 0, 1000);
      map(bind(bundle, "/ridmap", "rbind", "ridmap"), 0, 1000);
      bundle.args("/probe", "facts", "stat=/idmap/sub", "stat=/ridmap/sub", "stat=/idmap/file");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("stat:/idmap/file")).endsWith("owner 1003:1004");
      assertThat(facts.get("stat:/idmap/sub")).endsWith("owner 3:4");
      assertThat(facts.get("stat:/ridmap/sub")).endsWith("owner 1003:1004");
    }
  }

  /** Who has no id in the mapping cannot own a file. */
  @Test
  @Covers({"/mounts/*/uidMappings/**", "/mounts/*/gidMappings/**"})
  void letsOnlyMappedUsersCreateFiles(Bundle bundle, OciRuntime runtime) throws IOException {
    map(bind(bundle, "/mapped", "bind"), 0, 1000);
    map(bind(bundle, "/same", "bind"), 0, 0);
    bundle.args("/probe", "facts", "write=/mapped", "write=/same");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("write:/mapped")).isEqualTo("EOVERFLOW");
    assertThat(facts.get("write:/same")).isEqualTo("ok");
  }

  @Test
  void readsTheMappingsInAnOptionAsCrunDoes(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bind(bundle, "/one", "bind", "idmap=uids=0-1000-10;gids=0-2000-10");
    bind(bundle, "/two", "bind", "ro", "idmap=uids=0-1-2#3-70-1;gids=0-100-10");
    bundle.args("/probe", "facts", "stat=/one/file", "stat=/two/file", "write=/one", "write=/two");
    var ours = Facts.gather(runtime, bundle);
    var theirs = Facts.gather(OciRuntime.crun(), bundle);
    for (var fact :
        new String[] {
          "stat:/one/file", "stat:/two/file", "write:/one", "mount:/one", "write:/two"
        }) {
      assertThat(ours.get(fact)).as(fact).isEqualTo(theirs.get(fact));
    }
    assertThat(ours.get("stat:/two/file")).endsWith("owner 70:104");
  }

  /** The files keep their owners, whatever ids the container has on the host. */
  @Test
  @Covers({"/mounts/*/options=idmap", "/mounts/*/uidMappings/**", "/mounts/*/gidMappings/**"})
  void mapsIdsForAContainerWithAUserNamespace(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.userNamespace(100000);
    bind(bundle, "/plain", "bind");
    bind(bundle, "/own", "bind", "idmap");
    bind(bundle, "/tree", "rbind", "ridmap", "ro");
    map(bind(bundle, "/listed", "bind"), 0, 100000);
    map(bind(bundle, "/other", "bind"), 0, 100500);
    bind(bundle, "/inline", "bind", "idmap=uids=@0-0-65536;gids=@0-7-100");
    bundle.args(
        "/probe",
        "facts",
        "stat=/plain/file",
        "stat=/own/file",
        "stat=/tree/file",
        "stat=/listed/file",
        "stat=/other/file",
        "stat=/inline/file",
        "write=/own",
        "write=/tree");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("stat:/plain/file")).endsWith("owner 65534:65534");
    assertThat(facts.get("stat:/own/file")).endsWith("owner 3:4");
    assertThat(facts.get("stat:/tree/file")).endsWith("owner 3:4");
    assertThat(facts.get("stat:/listed/file")).endsWith("owner 3:4");
    assertThat(facts.get("stat:/other/file")).endsWith("owner 503:504");
    assertThat(facts.get("stat:/inline/file")).endsWith("owner 3:11");
    assertThat(facts.get("write:/own")).isEqualTo("ok");
    assertThat(facts.get("write:/tree")).isEqualTo("EROFS");
  }

  /** The config does not know the mapping; the namespace that is joined has it. */
  @Test
  @Covers({"/mounts/*/options=idmap", "/mounts/*/options=ridmap"})
  void mapsIdsAsTheUserNamespaceDoesThatIsJoined(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var holder = Bundle.create().userNamespace(100000).args("/probe", "trap");
    try (var container = holder.container(OciRuntime.runc())) {
      container.create().succeeded();
      bundle
          .namespaces("mount", "pid", "ipc", "uts", "network")
          .edit(
              config ->
                  config
                      .withArray("/linux/namespaces")
                      .addObject()
                      .put("type", "user")
                      .put("path", "/proc/" + container.pid() + "/ns/user"))
          .rootOwner(100000);
      bind(bundle, "/plain", "bind");
      bind(bundle, "/own", "bind", "idmap");
      bind(bundle, "/tree", "rbind", "ridmap", "ro");
      map(bind(bundle, "/listed", "bind", "idmap"), 0, 100500);
      bundle.args(
          "/probe",
          "facts",
          "stat=/plain/file",
          "stat=/own/file",
          "stat=/tree/file",
          "stat=/listed/file",
          "write=/own");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("stat:/plain/file")).endsWith("owner 65534:65534");
      assertThat(facts.get("stat:/own/file")).endsWith("owner 3:4");
      assertThat(facts.get("stat:/tree/file")).endsWith("owner 3:4");
      assertThat(facts.get("stat:/listed/file")).endsWith("owner 503:504");
      assertThat(facts.get("write:/own")).isEqualTo("ok");
      var theirs = Facts.gather(OciRuntime.crun(), bundle);
      for (var fact : new String[] {"stat:/plain/file", "stat:/own/file", "stat:/listed/file"}) {
        assertThat(theirs.get(fact)).as(fact).isEqualTo(facts.get(fact));
      }
    }
  }

  private static Path source(Bundle bundle) throws IOException {
    var file = bundle.newDirectory("source").resolve("file");
    if (!Files.exists(file)) {
      Files.writeString(file, "text");
      Files.setAttribute(file, "unix:uid", 3);
      Files.setAttribute(file, "unix:gid", 4);
    }
    return file.resolveSibling("");
  }

  private static ObjectNode bind(Bundle bundle, String target, String... options)
      throws IOException {
    bundle.mount(target, "bind", source(bundle).toString(), options);
    var mounts = bundle.config().withArray("/mounts");
    return (ObjectNode) mounts.get(mounts.size() - 1);
  }

  /**
   * Maps ids from {@code inside} on to those from {@code outside} on; the bundle is written later.
   */
  private static void map(ObjectNode mount, int inside, int outside) {
    for (var name : new String[] {"uidMappings", "gidMappings"}) {
      mount
          .putArray(name)
          .addObject()
          .put("containerID", inside)
          .put("hostID", outside)
          .put("size", 100);
    }
  }
}
