package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What {@code tmpcopyup} copies, from an image whose files belong to several users. */
@BundleTest
class CopyUpTest {
  private static final int FIRST = 100_000;

  /** An image of the test's own, since {@link Bundle#freshRoot} gives all to one user. */
  private static Path image(Bundle bundle) throws IOException {
    var image = bundle.newDirectory("image");
    Files.createDirectories(image.resolve("m/sub/deep"));
    Files.copy(Suite.program("probe"), image.resolve("probe"), StandardCopyOption.COPY_ATTRIBUTES);
    bundle.edit(config -> config.withObject("/root").put("path", image.toString()));
    return image;
  }

  private static void file(Path file, int owner, String mode) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(file, "text of " + file.getFileName());
    }
    Files.setAttribute(file, "unix:uid", owner);
    Files.setAttribute(file, "unix:gid", owner);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void fill(Path image) throws IOException {
    file(image, FIRST, "rwxr-xr-x");
    file(image.resolve("m/sub/deep"), FIRST + 9, "rwx------");
    file(image.resolve("m/sub"), FIRST + 7, "rwx------");
    file(image.resolve("m"), FIRST + 3, "rwxrwx---");
    file(image.resolve("m/sub/mine"), FIRST, "rw-------");
    file(image.resolve("m/sub/other"), FIRST + 5, "r-x------");
    file(image.resolve("m/sub/stranger"), 777, "rw-r--r--");
    var link = Files.createSymbolicLink(image.resolve("m/sub/link"), Path.of("/etc/no/such"));
    Files.setAttribute(link, "unix:uid", FIRST + 5, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(link, "unix:gid", FIRST + 6, LinkOption.NOFOLLOW_LINKS);
  }

  private static Bundle looking(Bundle bundle, String... options) {
    bundle.mount("/m", "tmpfs", "tmpfs", options);
    for (var set : List.of("bounding", "permitted", "effective")) {
      bundle.edit(c -> c.withArray("/process/capabilities/" + set).add("CAP_DAC_OVERRIDE"));
    }
    return bundle.args(
        "/probe",
        "facts",
        "stat=/m",
        "stat=/m/sub",
        "stat=/m/sub/deep",
        "stat=/m/sub/mine",
        "stat=/m/sub/other",
        "stat=/m/sub/stranger",
        "stat=/m/sub/link",
        "text=/m/sub/mine",
        "text=/m/sub/stranger",
        "write=/m/sub/deep");
  }

  /** What the test asked for, apart from what a user namespace changes elsewhere. */
  private static Map<String, String> below(Facts facts) {
    var found = new TreeMap<>(facts.values());
    found.keySet().removeIf(name -> !name.matches("(stat|text|write):/m(/.*)?"));
    return found;
  }

  @Test
  @Covers("/mounts/*/options=tmpcopyup")
  void keepsOwnersAsAUserNamespaceKnowsThem(Bundle bundle, OciRuntime runtime) throws IOException {
    fill(image(bundle));
    looking(bundle.userNamespace(FIRST), "tmpcopyup", "size=1m");
    var facts = Facts.gather(runtime, bundle);
    assertThat(below(facts)).isEqualTo(below(Facts.gather(OciRuntime.runc(), bundle)));
    assertThat(facts.get("stat:/m/sub/other")).contains("5:5");
    assertThat(facts.get("stat:/m/sub/stranger")).contains("65534:65534");
    assertThat(facts.get("stat:/m/sub/link")).isEqualTo("-> /etc/no/such");
  }

  @Test
  void copiesIntoATmpfsOfAnotherOwner(Bundle bundle, OciRuntime runtime) throws IOException {
    fill(image(bundle));
    looking(bundle.userNamespace(FIRST), "tmpcopyup", "uid=3", "gid=4", "mode=770");
    var facts = Facts.gather(runtime, bundle);
    assertThat(below(facts)).isEqualTo(below(Facts.gather(OciRuntime.runc(), bundle)));
    assertThat(facts.get("stat:/m")).contains("3:4");
  }

  /** The engine may read everything, but it copies for somebody who may not. */
  @Test
  void copiesNothingThatTheContainerMayNotRead(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var image = image(bundle);
    fill(image);
    file(image.resolve("m/sub/secret"), 777, "rw-------");
    looking(bundle.userNamespace(FIRST), "tmpcopyup");
    for (var one : new OciRuntime[] {runtime, OciRuntime.runc()}) {
      try (var container = bundle.container(one)) {
        assertThat(container.create().stderr()).contains("permission denied");
        assertThat(container.status()).isEqualTo("missing");
      }
    }
  }

  /** A link of the image may name any file of the host. */
  @Test
  void changesNothingBehindALink(Bundle bundle, OciRuntime runtime) throws IOException {
    var image = image(bundle);
    var victim = Files.writeString(bundle.newDirectory("outside").resolve("file"), "host");
    file(victim, 0, "rw-------");
    var link = Files.createSymbolicLink(image.resolve("m/trap"), victim);
    Files.setAttribute(link, "unix:uid", 4321, LinkOption.NOFOLLOW_LINKS);
    bundle.mount("/m", "tmpfs", "tmpfs", "tmpcopyup");
    bundle.args("/probe", "facts", "stat=/m/trap");
    assertThat(Facts.gather(runtime, bundle).get("stat:/m/trap")).isEqualTo("-> " + victim);
    assertThat(Files.getAttribute(victim, "unix:uid")).isEqualTo(0);
    assertThat(Files.getPosixFilePermissions(victim))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(victim).hasContent("host");
  }

  /** As under podman, which copies up wherever it mounts a tmpfs. */
  @Test
  void keepsTheModeOfTheOptionsWhereNothingWas(Bundle bundle, OciRuntime runtime) {
    bundle.mount("/new", "tmpfs", "tmpfs", "tmpcopyup", "mode=1750");
    bundle.mount("/open", "tmpfs", "tmpfs", "tmpcopyup");
    bundle.args("/probe", "facts", "stat=/new", "stat=/open");
    var ours = Facts.gather(runtime, bundle);
    var theirs = Facts.gather(OciRuntime.runc(), bundle);
    assertThat(ours.get("stat:/new")).contains("1750").isEqualTo(theirs.get("stat:/new"));
    assertThat(ours.get("stat:/open")).contains("1777").isEqualTo(theirs.get("stat:/open"));
  }

  @Test
  void copiesFifosAndSockets(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var image = image(bundle);
    fill(image);
    special(image.resolve("m/sub/fifo"), "p");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(image.resolve("m/sub/socket")));
    }
    file(image.resolve("m/sub/fifo"), FIRST + 5, "rw-r-----");
    file(image.resolve("m/sub/socket"), FIRST + 5, "rwxr-x---");
    looking(bundle.userNamespace(FIRST), "tmpcopyup");
    bundle.args("/probe", "facts", "stat=/m/sub/fifo", "stat=/m/sub/socket");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("stat:/m/sub/fifo")).isEqualTo("fifo mode 0640 owner 5:5");
    assertThat(facts.get("stat:/m/sub/socket")).endsWith("mode 0750 owner 5:5");
  }

  @Test
  void copiesNoDevice(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var image = image(bundle);
    fill(image);
    special(image.resolve("m/sub/null"), "c", "1", "3");
    bundle.mount("/m", "tmpfs", "tmpfs", "tmpcopyup");
    refuses(bundle, runtime, "cannot copy `sub/null` to a tmpfs: it is a device");
    assertThat(bundle.container(OciRuntime.newerRunc()).create().exit()).isEqualTo(1);
  }

  @Test
  void saysWhatDoesNotFit(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var image = image(bundle);
    Files.writeString(image.resolve("m/sub/large"), "x".repeat(200_000));
    bundle.mount("/m", "tmpfs", "tmpfs", "tmpcopyup", "size=64k");
    refuses(bundle, runtime, "cannot copy `sub/large` to a tmpfs: no space left on device");
  }

  private static void refuses(Bundle bundle, OciRuntime runtime, String cause) {
    var index = bundle.config().withArray("/mounts").size() - 1;
    try (var container = bundle.container(runtime)) {
      assertThat(container.create().stderr())
          .contains(
              "error during container init: error mounting \\\"tmpfs\\\" to rootfs at \\\"/m\\\": ")
          .contains(cause + " (from /mounts/" + index + " in config.json)");
      assertThat(container.status()).isEqualTo("missing");
    }
  }

  private static void special(Path file, String... type) {
    var line = new ArrayList<>(List.of("mknod", file.toString()));
    line.addAll(List.of(type));
    new Command(line).run().succeeded();
  }
}
