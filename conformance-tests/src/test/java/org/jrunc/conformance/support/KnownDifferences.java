package org.jrunc.conformance.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The table of differences between runtimes that are known and have a reason: {@code
 * differences.json}.
 */
public final class KnownDifferences {
  private record Entry(String runtime, Pattern scenario, Pattern fact, String reason, String when) {
    boolean explains(String name, String what, Facts.Difference difference) {
      return runtime.equals(name)
          && scenario.matcher(what).matches()
          && fact.matcher(difference.fact()).matches()
          && !reason.isEmpty();
    }

    @Override
    public String toString() {
      return "%s, scenario `%s`, fact `%s`: %s".formatted(runtime, scenario, fact, reason);
    }
  }

  private static final List<Entry> TABLE = read();
  private static final Set<Entry> NEEDED = ConcurrentHashMap.newKeySet();

  private KnownDifferences() {}

  private static List<Entry> read() {
    var entries = new ArrayList<Entry>();
    for (var node : Bundle.jsonResource("differences.json")) {
      entries.add(
          new Entry(
              node.path("runtime").asString(),
              Pattern.compile(node.path("scenario").asString()),
              Pattern.compile(node.path("fact").asString()),
              node.path("reason").asString(),
              node.path("when").asString("")));
    }
    return List.copyOf(entries);
  }

  /** The differences of a runtime from runc that no entry of the table explains. */
  public static List<Facts.Difference> unexplained(
      OciRuntime runtime, String scenario, List<Facts.Difference> all) {
    return all.stream()
        .filter(difference -> !isKnown(runtime.name(), scenario, difference))
        .toList();
  }

  /**
   * The differences between jrunc and a reference that the table does not explain for all scenarios
   * alike, whichever of both it blames.
   */
  public static List<Facts.Difference> particular(String reference, List<Facts.Difference> all) {
    return all.stream()
        .filter(
            difference ->
                TABLE.stream()
                    .filter(entry -> List.of("jrunc", reference).contains(entry.runtime))
                    .filter(entry -> entry.scenario.pattern().equals(".*"))
                    .noneMatch(entry -> entry.fact.matcher(difference.fact()).matches()))
        .toList();
  }

  private static boolean isKnown(String runtime, String scenario, Facts.Difference difference) {
    var reasons =
        TABLE.stream().filter(entry -> entry.explains(runtime, scenario, difference)).toList();
    NEEDED.addAll(reasons);
    return !reasons.isEmpty();
  }

  /** The entries that have explained nothing in this run, but those that only some hosts need. */
  public static List<String> unneeded() {
    return TABLE.stream()
        .filter(entry -> entry.when.isEmpty() && !NEEDED.contains(entry))
        .map(Entry::toString)
        .toList();
  }
}
