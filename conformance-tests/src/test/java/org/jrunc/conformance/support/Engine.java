package org.jrunc.conformance.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The warm engine process of the distribution under test, found by the executable it runs.
 *
 * @param pid its process id
 */
public record Engine(long pid) {

  /** The engine that serves the distribution of a runtime, if one runs; references have none. */
  public static Optional<Engine> of(OciRuntime runtime) {
    return all(runtime).stream().findFirst();
  }

  /** All engines of that distribution. */
  public static List<Engine> all(OciRuntime runtime) {
    if (!runtime.isOurs()) {
      return List.of();
    }
    var libraries = realPath(runtime.binary()).resolve("../../lib").normalize().toString();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> link(pid, "exe").startsWith(libraries))
        .filter(pid -> !Container.hasEnded(pid))
        .map(Engine::new)
        .toList();
  }

  /** Stops the engines of the runtime under test at the end of a run. */
  static void stopAll() {
    try {
      all(OciRuntime.underTest()).forEach(Engine::kill);
    } catch (AssertionError noRuntime) {
      // Nothing was under test.
    }
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Container.await("end of engine " + pid, () -> Container.hasEnded(pid));
  }

  /** Targets of all its open descriptors. */
  public List<String> descriptors() {
    try (var links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return links.map(fd -> link(pid, "fd/" + fd.getFileName())).sorted().toList();
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** Its resident memory in KiB. */
  public long residentKib() {
    return Cgroups.lines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** The target of a link in a process's directory, or an empty string. */
  public static String link(long pid, String name) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), name)).toString();
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path;
    }
  }
}
