package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run of the suite has left on the machine: processes, mounts, cgroups, files and
 * descriptors of the engine. Only what belongs to this run is looked at, so that the suite may
 * share a machine.
 *
 * @param things one line for each thing found
 */
public record Residue(Set<String> things) {
  /** The mount of podman's store, which it makes and removes as it likes. */
  private static final String PODMAN_STORE = "/root/overlay";

  /** What there is now. */
  public static Residue now(OciRuntime runtime) {
    var things = new TreeSet<String>();
    ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(Residue::isOurs)
        .forEach(pid -> things.add("process " + describe(pid)));
    Cgroups.lines(Path.of("/proc/self/mountinfo")).stream()
        .map(line -> line.split(" ")[4])
        .filter(target -> target.startsWith(Suite.scratch().toString()))
        .filter(target -> !target.endsWith("/hugetlb") && !target.endsWith(PODMAN_STORE))
        .forEach(target -> things.add("mount " + target));
    Cgroups.below(Suite.cgroup()).forEach(directory -> things.add("cgroup " + directory));
    files(runtime.root()).forEach(file -> things.add("file " + file));
    temporaryFiles().forEach(file -> things.add("file " + file));
    Engine.of(runtime).ifPresent(engine -> things.addAll(descriptors(engine)));
    return new Residue(things);
  }

  /**
   * What has come since an earlier look; asks again for two seconds, because a kernel removes
   * things when it likes.
   */
  public List<String> since(OciRuntime runtime) {
    var end = System.nanoTime() + 2_000_000_000L;
    while (true) {
      var more = new TreeSet<>(now(runtime).things);
      more.removeAll(things);
      if (more.isEmpty() || System.nanoTime() > end) {
        return List.copyOf(more);
      }
      Container.pause(20);
    }
  }

  /**
   * Whether a process has to do with this run: its cgroup, command line, root, cwd or a descriptor
   * says so.
   */
  private static boolean isOurs(long pid) {
    var directory = Path.of("/proc", Long.toString(pid));
    var scratch = Suite.scratch().toString();
    if (pid == ProcessHandle.current().pid() || isLeftToInit(pid)) {
      return false;
    }
    return Cgroups.lines(directory.resolve("cgroup")).stream()
            .anyMatch(line -> line.contains(Suite.cgroup() + "/"))
        || String.join(" ", Cgroups.lines(directory.resolve("cmdline"))).contains(scratch)
        || Engine.link(pid, "root").startsWith(scratch)
        || Engine.link(pid, "cwd").startsWith(scratch)
        || new Engine(pid).descriptors().stream().anyMatch(target -> target.startsWith(scratch));
  }

  /** Whether it has ended and waits for the machine's init, which reaps when it likes. */
  private static boolean isLeftToInit(long pid) {
    return Container.hasEnded(pid)
        && ProcessHandle.of(pid)
            .flatMap(ProcessHandle::parent)
            .filter(parent -> parent.pid() != 1)
            .isEmpty();
  }

  private static String describe(long pid) {
    var directory = Path.of("/proc", Long.toString(pid));
    var command =
        String.join(" ", Cgroups.lines(directory.resolve("cmdline"))).replace('\0', ' ').strip();
    return pid
        + " "
        + String.join("", Cgroups.lines(directory.resolve("comm")))
        + " `"
        + command
        + "`";
  }

  private static List<Path> files(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var tree = Files.walk(root)) {
      return tree.filter(path -> !path.equals(root)).toList();
    } catch (IOException | UncheckedIOException vanished) {
      return List.of();
    }
  }

  private static List<Path> temporaryFiles() {
    var found = new ArrayList<Path>();
    for (var pattern : List.of("jrunc[!-]*", "runctmpdir*", "hsperfdata_jrunc*")) {
      try (var stream = Files.newDirectoryStream(Path.of("/tmp"), pattern)) {
        stream.forEach(found::add);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return found;
  }

  /** Descriptors of the engine counted by kind: a leak shows as one more of a kind than before. */
  private static List<String> descriptors(Engine engine) {
    var kinds =
        engine.descriptors().stream().map(target -> target.replaceAll("\\[.*|[0-9]+", "")).toList();
    var numbered = new ArrayList<String>();
    for (var kind : Set.copyOf(kinds)) {
      var count = kinds.stream().filter(kind::equals).count();
      for (var i = 1; i <= count; i++) {
        numbered.add("descriptor of the engine: " + kind + " #" + i);
      }
    }
    return numbered;
  }
}
