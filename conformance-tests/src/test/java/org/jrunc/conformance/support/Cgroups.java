package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cgroup hierarchies of this host, read through their mount points. */
public final class Cgroups {
  /** Limits worth comparing; counters and statistics change by themselves. */
  private static final List<String> LIMITS =
      List.of(
          "cpu.shares",
          "cpu.cfs_quota_us",
          "cpu.cfs_period_us",
          "cpu.cfs_burst_us",
          "cpu.rt_period_us",
          "cpu.rt_runtime_us",
          "cpu.idle",
          "cpuset.cpus",
          "cpuset.mems",
          "memory.limit_in_bytes",
          "memory.soft_limit_in_bytes",
          "memory.memsw.limit_in_bytes",
          "memory.kmem.limit_in_bytes",
          "memory.kmem.tcp.limit_in_bytes",
          "memory.oom_control",
          "memory.swappiness",
          "memory.use_hierarchy",
          "pids.max",
          "blkio.weight",
          "blkio.bfq.weight",
          "blkio.bfq.weight_device",
          "blkio.throttle.read_bps_device",
          "blkio.throttle.write_bps_device",
          "blkio.throttle.read_iops_device",
          "blkio.throttle.write_iops_device",
          "hugetlb.2MB.limit_in_bytes",
          "devices.list",
          "freezer.state",
          "cgroup.procs");

  private Cgroups() {}

  /** Mount points of all hierarchies by their controllers; the unified one has the empty name. */
  public static Map<String, Path> hierarchies() {
    var found = new LinkedHashMap<String, Path>();
    for (var line : lines(Path.of("/proc/self/mountinfo"))) {
      var halves = line.split(" - ", 2);
      var type = halves[1].split(" ")[0];
      var target = Path.of(halves[0].split(" ")[4]);
      if (type.equals("cgroup2")) {
        found.putIfAbsent("", target);
      } else if (type.equals("cgroup")) {
        found.putIfAbsent(controllers(halves[1].split(" ")[2]), target);
      }
    }
    return found;
  }

  private static String controllers(String superOptions) {
    return String.join(
        ",",
        List.of(superOptions.split(",")).stream()
            .filter(o -> !o.equals("rw") && !o.equals("ro"))
            .filter(o -> !o.startsWith("release_agent=") && !o.equals("xattr"))
            .toList());
  }

  /** The limits of a process's cgroups and its place in each hierarchy, as facts. */
  public static SortedMap<String, String> limits(long pid) {
    var facts = new TreeMap<String, String>();
    var mounts = hierarchies();
    for (var line : lines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
      var parts = line.split(":", 3);
      facts.put("host-cgroup:" + parts[1], parts[2]);
      var mount = mounts.get(parts[1]);
      // In a cgroup that the runtime did not make, the limits say nothing about the runtime.
      if (mount == null || !parts[2].startsWith(Suite.cgroup())) {
        continue;
      }
      for (var limit : LIMITS) {
        var file = mount.resolve(parts[2].substring(1)).resolve(limit);
        if (Files.isReadable(file)) {
          var value =
              String.join(";", lines(file).stream().sorted().toList())
                  .replaceAll("\\b" + pid + "\\b", "PID");
          facts.put("host-limit:" + parts[1] + "/" + limit, value);
        }
      }
    }
    return facts;
  }

  /** The content of a file of a cgroup in the hierarchy of a controller, one line for each. */
  public static String value(String controller, String path, String file) {
    return String.join("\n", lines(directory(controller, path).resolve(file)));
  }

  /** The directory of a cgroup in the hierarchy of a controller. */
  public static Path directory(String controller, String path) {
    return hierarchies().entrySet().stream()
        .filter(entry -> List.of(entry.getKey().split(",")).contains(controller))
        .map(entry -> entry.getValue().resolve(path.substring(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hierarchy of `" + controller + "`"));
  }

  /** Moves a process to a cgroup in the hierarchy that runtimes look for processes in. */
  public static void move(long pid, String path) {
    try {
      var directory = Files.createDirectories(directory("devices", path));
      Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The pids of the processes in a cgroup, in any hierarchy. */
  public static java.util.Set<Long> processes(String path) {
    var found = new java.util.TreeSet<Long>();
    for (var mount : hierarchies().values()) {
      for (var line : lines(mount.resolve(path.substring(1)).resolve("cgroup.procs"))) {
        if (!line.isEmpty()) {
          found.add(Long.parseLong(line));
        }
      }
    }
    return found;
  }

  /** All cgroup directories below an absolute cgroup path, in all hierarchies. */
  public static List<Path> below(String path) {
    var found = new ArrayList<Path>();
    for (var mount : hierarchies().values()) {
      var top = mount.resolve(path.substring(1));
      if (!Files.isDirectory(top)) {
        continue;
      }
      try (var tree = Files.walk(top)) {
        tree.filter(p -> !p.equals(top)).filter(Files::isDirectory).forEach(found::add);
      } catch (IOException | UncheckedIOException vanished) {
        // A cgroup that goes away while it is listed is not there.
      }
    }
    return found;
  }

  /** Removes a cgroup and its children from all hierarchies, as far as they are empty. */
  public static void removeTree(String path) {
    var all = new ArrayList<>(below(path));
    hierarchies().values().forEach(mount -> all.add(mount.resolve(path.substring(1))));
    all.stream().sorted(Comparator.reverseOrder()).forEach(Cgroups::remove);
  }

  private static void remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException busy) {
      System.err.println("cannot remove cgroup `" + directory + "`: " + busy);
    }
  }

  /** The lines of a kernel file, or none if it cannot be read. */
  static List<String> lines(Path file) {
    try {
      return List.of(
          new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8)
              .split("\n"));
    } catch (IOException gone) {
      return List.of();
    }
  }
}
