package org.jrunc.core.cgroup.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.spec.events.HugetlbStatistics;

/** The controller hugetlb: Documentation/admin-guide/cgroup-v1/hugetlb.rst. */
final class HugetlbReader {
  private static final String PREFIX = "hugetlb.";
  private static final String SUFFIX = ".limit_in_bytes";
  private static final String RESERVED = ".rsvd";

  private final Path directory;

  HugetlbReader(Path directory) {
    this.directory = directory;
  }

  /** By page size, as the files are named; reservations if the kernel counts them. */
  Map<String, HugetlbStatistics> read() {
    var bySize = new TreeMap<String, HugetlbStatistics>();
    try (var files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        var size = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        if (!size.endsWith(RESERVED)) {
          bySize.put(size, statistics(size));
        }
      }
    } catch (NoSuchFileException e) {
      // Removed meanwhile.
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      throw new CgroupFailure(
          directory.toString(), "cannot list cgroup `" + directory + "`: " + e.getMessage());
    }
    return bySize;
  }

  private HugetlbStatistics statistics(String size) {
    var reserved = PREFIX + size + RESERVED;
    boolean has = StatFile.of(directory, reserved + ".usage_in_bytes").text().isPresent();
    var prefix = has ? reserved : PREFIX + size;
    return new HugetlbStatistics(
        StatFile.of(directory, prefix + ".usage_in_bytes").number(),
        StatFile.of(directory, prefix + ".max_usage_in_bytes").number(),
        StatFile.of(directory, prefix + ".failcnt").number());
  }
}
