package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;

/** Root file systems that are layered or snapshots, as storage drivers make them, but by hand. */
@Client(
    name = "root file system",
    version = {"uname", "-sr"})
class RootFilesystemTest {
  private static final String WRITING = "echo new > /home/new; rm /etc/group; cat /home/new";

  @Feature("on overlayfs")
  void runsOnAnOverlay(OciRuntime runtime, Bundle bundle) throws IOException {
    var upper = bundle.newDirectory("upper");
    var options =
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(TestImage.rootfs(), upper, bundle.newDirectory("work"));
    mount("-t", "overlay", "-o", options, "overlay", bundle.root().toString());
    try {
      writeInside(runtime, bundle);
      assertThat(upper.resolve("home/new")).hasContent("new");
      assertThat(TestImage.rootfs().resolve("home/new")).doesNotExist();
      assertThat(TestImage.rootfs().resolve("etc/group")).exists();
    } finally {
      unmount(bundle.root());
    }
  }

  @Feature("on overlayfs with two lower layers, read-only")
  void runsOnReadOnlyLayers(OciRuntime runtime, Bundle bundle) throws IOException {
    var layer = bundle.newDirectory("layer");
    Files.writeString(layer.resolve("added"), "by a layer\n");
    var options = "lowerdir=" + layer + ":" + TestImage.rootfs();
    mount("-t", "overlay", "-o", options, "overlay", bundle.root().toString());
    try {
      bundle.args("/bin/sh", "-c", "cat /added; touch /home/new 2>/dev/null || echo refused");
      try (var container = bundle.container(runtime)) {
        assertThat(container.run().succeeded().stdout()).isEqualTo("by a layer\nrefused\n");
      }
    } finally {
      unmount(bundle.root());
    }
  }

  @Feature("on a btrfs snapshot")
  void runsOnASnapshot(OciRuntime runtime, Bundle bundle) throws IOException {
    var disk = Suite.newPath("disk");
    run("truncate", "--size=256M", disk.toString());
    run("mkfs.btrfs", "--quiet", disk.toString());
    var place = bundle.newDirectory("btrfs");
    var mounted = mountCommand("-o", "loop", disk.toString(), place.toString()).run();
    assumeTrue(
        mounted.exit() == 0 || Files.readString(Path.of("/proc/filesystems")).contains("\tbtrfs"),
        "this kernel has no btrfs");
    mounted.succeeded();
    try {
      var base = place.resolve("base").toString();
      run("btrfs", "subvolume", "create", base);
      run("cp", "-a", TestImage.rootfs() + "/.", base);
      run("btrfs", "subvolume", "snapshot", base, place.resolve("snapshot").toString());
      bundle.edit(c -> c.withObject("/root").put("path", place.resolve("snapshot").toString()));
      writeInside(runtime, bundle);
      assertThat(place.resolve("snapshot/home/new")).hasContent("new");
      assertThat(place.resolve("base/home/new")).doesNotExist();
      assertThat(place.resolve("base/etc/group")).exists();
      run("btrfs", "subvolume", "delete", place.resolve("snapshot").toString());
    } finally {
      unmount(place);
      Files.delete(disk);
    }
  }

  private static void writeInside(OciRuntime runtime, Bundle bundle) {
    bundle.edit(config -> config.withObject("/root").put("readonly", false));
    bundle.args("/bin/sh", "-c", WRITING);
    try (var container = bundle.container(runtime)) {
      assertThat(container.run().succeeded().stdout()).isEqualTo("new\n");
    }
  }

  private static Command mountCommand(String... arguments) {
    var line = new ArrayList<>(List.of("mount"));
    line.addAll(List.of(arguments));
    return new Command(line);
  }

  private static void mount(String... arguments) {
    mountCommand(arguments).run().succeeded();
  }

  private static void unmount(Path place) {
    run("umount", place.toString());
  }

  private static void run(String... line) {
    new Command(List.of(line)).run().succeeded();
  }
}
