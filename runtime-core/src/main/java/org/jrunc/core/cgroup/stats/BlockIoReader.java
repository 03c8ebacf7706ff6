package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.events.BlockIoEntry;
import org.jrunc.spec.events.BlockIoStatistics;

/**
 * The controller blkio: Documentation/admin-guide/cgroup-v1/blkio-controller.rst. Which files hold
 * something depends on the scheduler of the devices and on how the kernel was built, so families of
 * files are tried one after the other, as by runc.
 */
final class BlockIoReader {
  private static final String BYTES = "io_service_bytes";
  private static final String OPERATIONS = "io_serviced";
  private static final List<String> ALL =
      List.of(
          "sectors",
          "io_service_time",
          "io_wait_time",
          "io_merged",
          "io_queued",
          "time",
          OPERATIONS,
          BYTES);
  private static final List<String> FEW = List.of(OPERATIONS, BYTES);

  /** Files that are there or not together; {@code %} stands for what is counted. */
  private record Family(String pattern, List<String> kinds) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family("blkio.bfq.%_recursive", ALL),
          new Family("blkio.bfq.%_recursive", FEW),
          new Family("blkio.%_recursive", ALL),
          new Family("blkio.throttle.%_recursive", FEW),
          new Family("blkio.throttle.%", FEW));

  private final Path directory;

  BlockIoReader(Path directory) {
    this.directory = directory;
  }

  BlockIoStatistics read() {
    for (var family : FAMILIES) {
      var found = read(family);
      if (!found.isEmpty()) {
        return statistics(found);
      }
    }
    return statistics(Map.of());
  }

  /** The family's numbers; none if its first file holds none. */
  private Map<String, List<BlockIoEntry>> read(Family family) {
    var found = new HashMap<String, List<BlockIoEntry>>();
    for (var kind : family.kinds) {
      var entries = entries(StatFile.of(directory, family.pattern.replace("%", kind)));
      if (entries.isEmpty()) {
        return found;
      }
      found.put(kind, entries);
    }
    return found;
  }

  private static BlockIoStatistics statistics(Map<String, List<BlockIoEntry>> found) {
    return new BlockIoStatistics(
        found.getOrDefault(BYTES, List.of()),
        found.getOrDefault(OPERATIONS, List.of()),
        found.getOrDefault("io_queued", List.of()),
        found.getOrDefault("io_service_time", List.of()),
        found.getOrDefault("io_wait_time", List.of()),
        found.getOrDefault("io_merged", List.of()),
        found.getOrDefault("time", List.of()),
        found.getOrDefault("sectors", List.of()));
  }

  /** Lines {@code 8:0 Read 4096} or {@code 8:0 4096}, and one with the sum, which is left out. */
  private static List<BlockIoEntry> entries(StatFile file) {
    var entries = new ArrayList<BlockIoEntry>();
    for (var line : file.lines()) {
      var fields = line.strip().split("[ :]+");
      if (fields.length == 2 && fields[0].equals("Total")) {
        continue;
      }
      if (fields.length != 3 && fields.length != 4) {
        throw file.malformed(line);
      }
      var kind = fields.length == 4 ? fields[2] : null;
      entries.add(
          new BlockIoEntry(
              file.parse(fields[0]),
              file.parse(fields[1]),
              kind,
              file.parse(fields[fields.length - 1])));
    }
    return entries;
  }
}
