package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.Linux;

/**
 * The mount options {@code idmap} and {@code ridmap} (config.md, "Mounts"), with the mappings that
 * crun takes behind them: {@code idmap=uids=0-100000-10#10-200000-5;gids=@0-1-10}. An {@code @}
 * says that the second number is an id of the container's user namespace.
 *
 * @param recursive whether it is {@code ridmap}
 * @param uids the user ids of the option
 * @param gids the group ids of the option
 */
record IdMapOption(boolean recursive, List<IdMapping> uids, List<IdMapping> gids) {
  private static final int NUMBERS = 3;

  /** Copies the lists. */
  IdMapOption {
    uids = List.copyOf(uids);
    gids = List.copyOf(gids);
  }

  static boolean is(String option) {
    var name = option.split("=", 2)[0];
    return name.equals("idmap") || name.equals("ridmap");
  }

  /** Whether the option brings mappings of its own. */
  boolean hasMappings() {
    return !uids.isEmpty() || !gids.isEmpty();
  }

  /**
   * Reads one of the two options.
   *
   * @param linux where the container's user namespace is described
   * @param pointer JSON pointer of the mount
   * @throws SpecFailure if the mappings cannot be understood
   */
  static IdMapOption parse(String option, Linux linux, String pointer) {
    var parts = option.split("=", 2);
    List<IdMapping> uids = List.of();
    List<IdMapping> gids = List.of();
    var text = parts.length == 1 ? "" : parts[1];
    for (var list : text.isEmpty() ? new String[0] : text.split(";")) {
      if (list.startsWith("uids=")) {
        uids = ranges(list, linux.uidMappings(), pointer);
      } else if (list.startsWith("gids=")) {
        gids = ranges(list, linux.gidMappings(), pointer);
      } else {
        throw failure(pointer, "invalid option `" + list + "` specified");
      }
    }
    return new IdMapOption(parts[0].equals("ridmap"), uids, gids);
  }

  private static List<IdMapping> ranges(String list, List<IdMapping> namespace, String pointer) {
    var found = new ArrayList<IdMapping>();
    for (var range : list.substring("uids=".length()).split("#")) {
      boolean relative = range.startsWith("@");
      var numbers = (relative ? range.substring(1) : range).split("-");
      try {
        if (numbers.length != NUMBERS) {
          throw new IllegalArgumentException(range);
        }
        long outside = Long.parseLong(numbers[1]);
        found.add(
            new IdMapping(
                Long.parseLong(numbers[0]),
                relative ? onHost(outside, namespace, list, pointer) : outside,
                Long.parseLong(numbers[2])));
      } catch (IllegalArgumentException e) {
        throw failure(pointer, "invalid mapping specified `" + list + "`");
      }
    }
    return found;
  }

  /** The id outside of the container's user namespace. */
  private static long onHost(long id, List<IdMapping> namespace, String list, String pointer) {
    if (namespace.isEmpty()) {
      throw failure(pointer, "specified a relative mapping without user namespace mappings");
    }
    for (var mapping : namespace) {
      if (id >= mapping.containerID() && id < mapping.containerID() + mapping.size()) {
        return mapping.hostID() + id - mapping.containerID();
      }
    }
    throw failure(
        pointer, "could not find a user namespace mapping for the relative mapping `" + list + "`");
  }

  private static SpecFailure failure(String pointer, String message) {
    return new SpecFailure(pointer + "/options", message);
  }
}
