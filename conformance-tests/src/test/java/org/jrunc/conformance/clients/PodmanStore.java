package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;

/**
 * Where podman and buildah keep images and containers during the suite, with a network and a
 * containers.conf of their own.
 *
 * @param directory everything is in it
 * @param network the namespace of bridges and published ports
 */
record PodmanStore(Path directory, NetworkNamespace network) implements AutoCloseable {

  /** Makes one with the test image in it, and with all that podman makes once for ever. */
  static PodmanStore create() {
    try {
      var directory = Files.createDirectory(Suite.newPath("podman"));
      var store = new PodmanStore(directory, NetworkNamespace.create());
      Suite.atEnd(store);
      forgetFalseHierarchies();
      Files.writeString(
          store.configuration(), configuration(OciRuntime.underTest().binary().toString()));
      store.command("podman", "load", "--input", TestImage.archive().toString()).run().succeeded();
      store
          .command("podman", "run", "--rm", "--runtime=runc", parent(), TestImage.NAME, "true")
          .run()
          .succeeded();
      Podman.removeCgroups();
      return store;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The option that puts a container below the cgroup of the suite. */
  static String parent() {
    return "--cgroup-parent=" + Suite.cgroup();
  }

  /** The containers.conf. */
  Path configuration() {
    return directory.resolve("containers.conf");
  }

  /** A command line of podman or buildah that works on this store. */
  Command command(String program, String... arguments) {
    var line =
        new ArrayList<>(
            List.of(
                "/usr/bin/" + program,
                "--root=" + directory.resolve("root"),
                "--runroot=" + directory.resolve("run"),
                "--storage-driver=" + storageDriver()));
    if (program.equals("podman")) {
      line.add("--tmpdir=" + directory.resolve("tmp"));
      line.add("--network-config-dir=" + directory.resolve("networks"));
      line.add("--cgroup-manager=cgroupfs");
      line.add("--events-backend=file");
    }
    line.addAll(Arrays.asList(arguments));
    return network
        .command(line)
        .env("CONTAINERS_CONF", configuration().toString())
        .within(Duration.ofMinutes(2));
  }

  /** An overlay may not be the upper directory of another. */
  private String storageDriver() {
    try {
      return Files.getFileStore(directory).type().equals("overlay") ? "vfs" : "overlay";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Removes directories that are where a hierarchy could be mounted and are none: podman 4 takes
   * them for hierarchies, keeps what it thinks are cgroups in them, and then cannot remove a pod.
   */
  private static void forgetFalseHierarchies() {
    for (var controller : List.of("net_cls", "net_prio", "perf_event", "hugetlb")) {
      var directory = Path.of("/sys/fs/cgroup", controller);
      if (Files.isDirectory(directory) && !Cgroups.hierarchies().containsValue(directory)) {
        new Command(List.of("rm", "-r", "--one-file-system", directory.toString())).run();
      }
    }
  }

  @Override
  public void close() {
    command("podman", "pod", "rm", "--force", "--all", "--time=0").run();
    command("podman", "rm", "--force", "--all", "--time=0").run();
    new Command(List.of("umount", "--recursive", directory.resolve("root/overlay").toString()))
        .run();
  }

  /** The lines that make jrunc known are those of the page about podman. */
  private static String configuration(String binary) {
    return """
    [containers]
    # The tests may run without CAP_SYS_RESOURCE.
    default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
    [engine]
    runtime_supports_json = ["crun", "runc", "jrunc"]
    runtime_supports_nocgroup = ["crun"]
    runtime_supports_nocgroups = ["crun"]
    [engine.runtimes]
    jrunc = ["%s"]
    """
        .formatted(binary);
  }
}
