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
import org.jrunc.conformance.support.Outcome;
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

  @Test
  void changesNoLimitsThatItCannotKeep(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    Requires.cgroupV1("pids");
    try (var container = bundle.args("/probe", "trap").container(onDisk(runtime))) {
      container.create().succeeded();
      var limit = Cgroups.directory("pids", bundle.cgroup()).resolve("pids.max");
      var before = Files.readString(limit);
      fill(0);
      var full = container.runtime();
      complains(full.command("update", "--pids-limit", "77", container.id()).run());
      assertThat(Files.readString(limit)).isEqualTo(before);
      Files.delete(disk.resolve("filling"));
      full.command("update", "--pids-limit", "77", container.id()).run().succeeded();
      assertThat(Files.readString(limit)).isEqualTo("77\n");
    }
  }

  /** runc leaves a file that makes it fail the next time, too. */
  @Test
  void leavesNoPidFileThatItCannotWrite(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var file = disk.resolve("pid");
    fill(0);
    try (var container = bundle.args("/probe", "trap").container(runtime)) {
      assertThat(complains(container.create("--pid-file", file.toString())).stderr())
          .contains("cannot write pid file `" + file + "`: ");
      assertThat(container.status()).isEqualTo("missing");
      assertThat(names()).containsExactly("filling");
      Files.delete(disk.resolve("filling"));
      container.create("--pid-file", file.toString()).succeeded();
      assertThat(Files.readString(file)).isEqualTo(Long.toString(container.pid()));
    }
  }

  /** runc leaves an empty one. */
  @Test
  void writesNoHalfSpecification(OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    fill(0);
    var outcome = runtime.command("spec", "--bundle", disk.toString()).run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("msg=\"write config.json: no space left on device\"");
    assertThat(names()).containsExactly("filling");
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(disk)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Outcome complains(Outcome outcome) {
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr().lines())
        .hasSize(1)
        .allMatch(line -> line.contains("no space left on device"));
    return outcome;
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
