package org.jrunc.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.launch.LocalCaller;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.seccomp.SeccompFilters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that this JVM runs itself, without client and engine. */
@Timeout(60)
class LibraryTest {
  private static final String CONFIG =
      """
      {
        "ociVersion": "1.2.0",
        "process": {"user": {"uid": 0, "gid": 0}, "args": ["/seven"], "cwd": "/"},
        "root": {"path": "rootfs", "readonly": true},
        "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
        "linux": {
          "cgroupsPath": "/jrunc-test-library/PID",
          "namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}]
        }
      }
      """;
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dir;

  @BeforeEach
  void makeBundle() throws Exception {
    assumeTrue(kernel.effectiveUser() == 0, "containers are made by root");
    var root = Files.createDirectories(dir.resolve("rootfs/proc")).resolveSibling("seven");
    Files.writeString(
        dir.resolve("config.json"), CONFIG.replace("PID", Integer.toString(kernel.pid())));
    var source = Files.writeString(dir.resolve("seven.c"), "int main(void) { return 7; }");
    var compiler =
        new ProcessBuilder("gcc", "-static", "-o", root.toString(), source.toString()).start();
    assertThat(compiler.waitFor()).isZero();
  }

  /** A container's own cgroups go with it, those above it stay. */
  @AfterEach
  void removeCgroups() throws Exception {
    try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      hierarchies
          .map(hierarchy -> hierarchy.resolve("jrunc-test-library"))
          .filter(kernel::exists)
          .forEach(kernel::removeDirectory);
    }
  }

  @Test
  void aContainerLivesWithoutClientAndEngine() throws Exception {
    try (var executor = new ExecutorImage(kernel, Path.of("target/native/executor"));
        var caller = new LocalCaller(kernel, List.of(), Map.of(), Optional.of(dir))) {
      var host = Host.of(kernel, dir.resolve("state"), new SeccompFilters(), executor);
      var containers = new Containers(host);
      containers.create(caller, CreateRequest.of("one", dir));
      var status = containers.state("one").status();
      containers.delete(caller, "one", true);
      assertThat(status).isEqualTo("created");
      assertThat(containers.run(caller, foreground("two"))).isEqualTo(7);
      assertThat(dir.resolve("state/one")).doesNotExist();
      assertThat(dir.resolve("state/two")).doesNotExist();
    }
    assertThat(executors()).isEmpty();
  }

  private CreateRequest foreground(String id) {
    return new CreateRequest(
        id,
        dir,
        "config.json",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        true,
        true,
        false,
        false,
        true);
  }

  /** The executors, living or dead, that are children of this JVM. */
  private static List<String> executors() throws Exception {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .flatMap(thread -> KernelFile.readIfPresent(thread.resolve("children")).stream())
          .flatMap(pids -> Stream.of(pids.trim().split(" ", -1)))
          .filter(pid -> !pid.isEmpty())
          .map(pid -> KernelFile.readIfPresent(Path.of("/proc/" + pid + "/stat")).orElse(""))
          .filter(stat -> stat.contains("jrunc"))
          .toList();
    }
  }
}
