package org.jrunc.core.rdt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrunc.core.compile.ResctrlFacts;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.spec.events.BandwidthInfo;
import org.jrunc.spec.events.BandwidthUsage;
import org.jrunc.spec.events.CacheInfo;
import org.jrunc.spec.events.CacheUsage;
import org.jrunc.spec.events.IntelRdtStatistics;
import org.jrunc.spec.linux.IntelRdt;
import org.jspecify.annotations.Nullable;

/** What resctrl tells of a container: Documentation/filesystems/resctrl.rst of the kernel. */
public final class GroupStatistics {
  private static final String SCHEMATA = "schemata";

  private final ResctrlFacts host;
  private final Path root;
  private final Path group;
  private final Path monitoring;

  /**
   * About the groups of a container.
   *
   * @param host the file system
   * @param wanted what config.json asks for
   */
  public GroupStatistics(ResctrlFacts host, IntelRdt wanted, String id) {
    this.host = host;
    root = Path.of(host.mountPoint());
    var named = wanted.closID();
    var name = named == null ? id : named;
    group = name.equals("/") ? root : root.resolve(name);
    monitoring = wanted.enableMonitoring() ? group.resolve("mon_groups").resolve(id) : group;
  }

  /** Reads them all; what is not there is missing. */
  public IntelRdtStatistics read() {
    var features = text(root.resolve("info/L3_MON/mon_features")).orElse("").lines().toList();
    boolean traffic = features.contains("mbm_total_bytes") || features.contains("mbm_local_bytes");
    boolean occupancy = features.contains("llc_occupancy");
    var nodes = traffic || occupancy ? nodes() : List.<Path>of();
    return new IntelRdtStatistics(
        host.cache() ? cache() : null,
        host.cache() ? line(root, "L3") : null,
        host.cache() ? line(group, "L3") : null,
        host.bandwidth() ? bandwidth() : null,
        host.bandwidth() ? line(root, "MB") : null,
        host.bandwidth() ? line(group, "MB") : null,
        lines(group).toList(),
        traffic ? nodes.stream().map(GroupStatistics::traffic).toList() : List.of(),
        occupancy ? nodes.stream().map(GroupStatistics::occupancy).toList() : List.of());
  }

  private CacheInfo cache() {
    var info = root.resolve("info/L3");
    return new CacheInfo(
        text(info.resolve("cbm_mask")).orElse(null),
        number(info, "min_cbm_bits"),
        number(info, "num_closids"));
  }

  private BandwidthInfo bandwidth() {
    var info = root.resolve("info/MB");
    return new BandwidthInfo(
        number(info, "bandwidth_gran"),
        number(info, "delay_linear"),
        number(info, "min_bandwidth"),
        number(info, "num_closids"));
  }

  private static BandwidthUsage traffic(Path node) {
    return new BandwidthUsage(number(node, "mbm_total_bytes"), number(node, "mbm_local_bytes"));
  }

  private static CacheUsage occupancy(Path node) {
    return new CacheUsage(number(node, "llc_occupancy"));
  }

  /** The last line about a resource, as runc takes it. */
  private static @Nullable String line(Path group, String resource) {
    return lines(group).filter(line -> line.contains(resource)).reduce((a, b) -> b).orElse(null);
  }

  private static Stream<String> lines(Path group) {
    return text(group.resolve(SCHEMATA)).orElse("").lines().map(String::strip);
  }

  /** A directory of numbers for each NUMA node. */
  private List<Path> nodes() {
    var nodes = new ArrayList<Path>();
    var directory = monitoring.resolve("mon_data");
    try (var entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
      entries.forEach(nodes::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      throw new HostFailure("cannot list `" + directory + "`: " + e.getMessage());
    }
    return nodes.stream().sorted().toList();
  }

  private static Optional<String> text(Path file) {
    return KernelFile.readIfPresent(file).map(String::strip);
  }

  /** Zero also for what the processor cannot tell just now, which the kernel words. */
  private static long number(Path directory, String name) {
    var text = text(directory.resolve(name)).orElse("");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
