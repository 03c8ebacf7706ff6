package org.jrunc.spec.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of CPUs or memory nodes such as {@code 0-3,7}, read as runc reads them. */
public final class IdList {
  /** As high as runc goes, against masks of absurd size. */
  private static final int HIGHEST = 64 * 1024;

  private IdList() {}

  /** The members of a list that is known to be right, in its order. */
  public static List<Integer> members(String list) {
    var members = new ArrayList<Integer>();
    for (var part : list.split(",", -1)) {
      var range = part.strip();
      if (!range.isEmpty()) {
        var dash = range.indexOf('-');
        var first = number(dash < 0 ? range : range.substring(0, dash));
        var last = dash < 0 ? first : number(range.substring(dash + 1));
        for (var id = first; id <= last; id++) {
          members.add(id);
        }
      }
    }
    return members;
  }

  /** Whether a list that is known to be right has a member above another one. */
  static boolean exceeds(String list, int highest) {
    return members(list).stream().anyMatch(member -> member > highest);
  }

  /** Tells what is wrong with a list, or null if nothing is; spaces and extra commas are fine. */
  static @Nullable String problem(String list) {
    var empty = true;
    for (var part : list.split(",", -1)) {
      var range = part.strip();
      if (!range.isEmpty()) {
        empty = false;
        var problem = rangeProblem(range);
        if (problem != null) {
          return problem;
        }
      }
    }
    return empty ? "`" + list + "` has no members" : null;
  }

  private static @Nullable String rangeProblem(String range) {
    var dash = range.indexOf('-');
    var first = number(dash < 0 ? range : range.substring(0, dash));
    var last = dash < 0 ? first : number(range.substring(dash + 1));
    if (first < 0 || last < 0) {
      return "`" + range + "` is not a number or range up to " + HIGHEST;
    }
    return first > last ? "the range `" + range + "` is reversed" : null;
  }

  /** Reads digits, -1 if they are none or too many. */
  private static int number(String digits) {
    var value = 0;
    for (var index = 0; index < digits.length(); index++) {
      var digit = digits.charAt(index) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
      if (value > HIGHEST) {
        return -1;
      }
    }
    return digits.isEmpty() ? -1 : value;
  }
}
