package org.jrunc.spec.check;

import java.util.List;
import org.jrunc.spec.linux.IdMapping;

/** The ranges of an id mapping, as the kernel takes them: user_namespaces(7). */
final class IdRanges {
  private static final String SECTION = "config-linux.md, User namespace mappings";

  /** The highest number stands for no id at all, and the kernel maps no range that holds it. */
  private static final long IDS = (1L << 32) - 1;

  private IdRanges() {}

  static void check(String pointer, List<IdMapping> mappings, Findings findings) {
    for (var index = 0; index < mappings.size(); index++) {
      var mapping = mappings.get(index);
      var at = pointer + "/" + index;
      if (mapping.size() == 0) {
        findings.add(at + "/size", "mapping-size", "the mapping is empty", SECTION);
      } else if (mapping.containerID() + mapping.size() > IDS
          || mapping.hostID() + mapping.size() > IDS) {
        findings.add(at, "mapping-range", "the mapping exceeds the highest id", SECTION);
      }
      for (var other : mappings.subList(0, index)) {
        if (overlaps(mapping, other)) {
          findings.add(at, "mapping-overlap", "the mapping overlaps an earlier one", SECTION);
          break;
        }
      }
    }
  }

  private static boolean overlaps(IdMapping one, IdMapping two) {
    return overlaps(one.containerID(), one.size(), two.containerID(), two.size())
        || overlaps(one.hostID(), one.size(), two.hostID(), two.size());
  }

  private static boolean overlaps(long first, long size, long otherFirst, long otherSize) {
    return first < otherFirst + otherSize && otherFirst < first + size;
  }
}
