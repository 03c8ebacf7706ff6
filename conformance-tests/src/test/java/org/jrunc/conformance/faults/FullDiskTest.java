package org.jrunc.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file system below the state directory is full. */
@BundleTest
class FullDiskTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 16;

  private final Path disk = Suite.newPath("disk");

  @BeforeEach
  void mount() throws IOException {
    Files.createDirectory(disk);
    var size = "size=" + BLOCK * BLOCKS;
    new Command(List.of("mount", "-t", "tmpfs", "-o", size, "none", disk.toString()))
        .run()
        .succeeded();
  }

  @AfterEach
  void unmount() {
    new Command(List.of("umount", disk.toString())).run().succeeded();
  }

  @ParameterizedTest(name = "{0} blocks free")
  @ValueSource(ints = {0, 1})
  void refusesToMakeAContainerAndLeavesNothing(int free, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    var full = onDisk(runtime);
    fill(free);
    try (var container = bundle.args("/probe", "trap").container(full)) {
      var outcome = container.create();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr().lines())
          .hasSize(1)
          .allMatch(line -> line.contains(disk.toString()))
          .allMatch(line -> line.contains("no space left on device"));
      assertThat(container.status()).isEqualTo("missing");
    }
    try (var left = Files.list(full.root())) {
      assertThat(left).isEmpty();
    }
  }

  /** Who lives in the cgroup that the container was to have has nothing to do with its failure. */
  @ParameterizedTest(name = "{0} blocks free")
  @ValueSource(ints = {0, 1, 2})
  void leavesTheProcessesOfAnotherInTheCgroup(int free, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    var full = onDisk(runtime);
    fill(free);
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      Cgroups.move(other.pid(), bundle.cgroup());
      var container = bundle.args("/probe", "trap").container(full);
      assertThat(container.create().exit()).isEqualTo(1);
      assertThat(other.isAlive()).isTrue();
      assertThat(Cgroups.processes(bundle.cgroup())).contains(other.pid());
    } finally {
      other.destroyForcibly().onExit().join();
      Cgroups.removeTree(bundle.cgroup());
    }
  }

  @Test
  void startsKillsAndDeletesAContainerThatWasThereBefore(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    try (var container = bundle.args("/probe", "trap").container(onDisk(runtime))) {
      container.create().succeeded();
      fill(0);
      container.start().succeeded();
      container.awaitOutput("ready");
      assertThat(container.status()).isEqualTo("running");
      var pid = container.pid();
      container.kill("KILL").succeeded();
      container.awaitEnd(pid);
      container.delete().succeeded();
      assertThat(container.status()).isEqualTo("missing");
    }
  }

  private OciRuntime onDisk(OciRuntime runtime) throws IOException {
    return new OciRuntime(
        runtime.name(), runtime.binary(), Files.createDirectory(disk.resolve("root")));
  }

  private void fill(int free) throws IOException {
    var taken = (BLOCKS - Files.getFileStore(disk).getUsableSpace() / BLOCK);
    Files.write(
        disk.resolve("filling"), new byte[Math.toIntExact((BLOCKS - taken - free) * BLOCK)]);
  }
}
