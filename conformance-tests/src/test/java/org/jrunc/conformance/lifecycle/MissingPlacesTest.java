package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hosts and callers without the places that programs take for granted. */
@BundleTest
class MissingPlacesTest {

  /** Commands in a root of their own, with everything of the host's but {@code /tmp}. */
  private static final String WITHOUT_TMP =
      """
      set -e
      mount -t tmpfs none /mnt
      cd /mnt
      for each in /*; do
        case $each in
          /tmp|/mnt) ;;
          *) if [ -L "$each" ]; then cp -a "$each" .
             elif [ -d "$each" ]; then mkdir ".$each"; mount --rbind "$each" ".$each"; fi ;;
        esac
      done
      cp -a "$BUNDLE" bundle
      mkdir runtime old
      mount --bind "$DISTRIBUTION" runtime
      mount -t tmpfs -o ro none var/tmp
      pivot_root . old
      umount -l old
      ! [ -e /tmp ]
      "$1" --root /state run --bundle /bundle "$2"
      "$1" --root /state create --bundle /bundle "$2" >/dev/null
      "$1" --root /state start "$2"
      "$1" --root /state delete --force "$2"
      "$1" --root /state spec --bundle /state
      """;

  @Test
  void needsNoDirectoryForTemporaryFiles(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "echo", "hello");
    for (var each : runtime.besideRuncs()) {
      var distribution = each.binary().resolve(each.isOurs() ? "../.." : "..").normalize();
      var program = (each.isOurs() ? "/runtime/bin/" : "/runtime/") + each.binary().getFileName();
      var shell = List.of("unshare", "-m", "/bin/sh", "-c", WITHOUT_TMP, "sh");
      var line = new ArrayList<>(shell);
      line.addAll(List.of(program, bundle.freshRoot().id()));
      var outcome =
          new Command(line)
              .env("BUNDLE", bundle.directory().toString())
              .env("DISTRIBUTION", distribution.toString())
              .env("JRUNC_ENGINE", "oneshot")
              .run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEmpty();
    }
  }

  /** Without the rights of root over files, in a directory that is another user's. */
  @Test
  void worksInADirectoryThatItMayNotRead(Bundle bundle, OciRuntime runtime) throws IOException {
    // In what cgroup mounts are made of, runc 1.1 wants the right to pass over permissions.
    bundle
        .args("/probe", "echo", "hello")
        .edit(config -> config.withArray("/mounts").removeIf(MissingPlacesTest::isOfCgroups));
    var directory = Files.createDirectory(Suite.newPath("unreadable"));
    Files.setAttribute(directory, "unix:uid", 1000);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    for (var each : runtime.besideRuncs()) {
      bundle.freshRoot();
      var path = bundle.directory().toString();
      var line = new ArrayList<>(List.of("setpriv", "--inh-caps=-all"));
      line.add("--bounding-set=-dac_override,-dac_read_search");
      line.addAll(each.command("run", "--bundle", path, bundle.id()).line());
      var outcome = new Command(line).in(directory).run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEmpty();
    }
  }

  private static boolean isOfCgroups(JsonNode mount) {
    return mount.path("type").asString().startsWith("cgroup");
  }
}
