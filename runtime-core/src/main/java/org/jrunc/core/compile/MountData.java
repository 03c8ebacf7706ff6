package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Options that are left to a file system, taken apart as the kernel takes the text of mount(2)
 * apart: at commas, so that one string of the config may hold several.
 */
final class MountData {
  /** Labels may hold commas and are then quoted, as mount(8) wants it. */
  private static final Set<String> QUOTED =
      Set.of("context", "fscontext", "defcontext", "rootcontext");

  private MountData() {}

  /** The parameters in one option; none for an empty one. */
  static List<String> split(String option) {
    var found = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted && separates(option, i)) {
        add(option.substring(start, i), found);
        start = i + 1;
      }
    }
    add(option.substring(start), found);
    return found;
  }

  /** overlayfs escapes commas in paths, and in the {@code mpol} of a tmpfs they stand in lists. */
  private static boolean separates(String option, int comma) {
    boolean escaped = comma > 0 && option.charAt(comma - 1) == '\\';
    boolean listed = comma + 1 < option.length() && Character.isDigit(option.charAt(comma + 1));
    return !escaped && !listed;
  }

  private static void add(String parameter, List<String> found) {
    int equals = parameter.indexOf('=');
    boolean inQuotes =
        equals > 0
            && QUOTED.contains(parameter.substring(0, equals))
            && parameter.startsWith("\"", equals + 1)
            && parameter.endsWith("\"")
            && parameter.length() > equals + 2;
    if (inQuotes) {
      found.add(
          parameter.substring(0, equals + 1)
              + parameter.substring(equals + 2, parameter.length() - 1));
    } else if (!parameter.isEmpty()) {
      found.add(parameter);
    }
  }
}
