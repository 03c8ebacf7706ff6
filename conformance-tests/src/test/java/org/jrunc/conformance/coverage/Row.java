package org.jrunc.conformance.coverage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.Coverage.Entry;
import org.jrunc.conformance.support.Coverage.Result;

/**
 * A row of the table.
 *
 * @param property the published property
 * @param tests the tests that prove it, or empty
 * @param ours the result with jrunc, or empty
 * @param runc the measured result with runc
 * @param crun the measured result with crun
 * @param note what the kernel lacks, or what a test was skipped for
 */
record Row(String property, String tests, String ours, String runc, String crun, String note) {
  private static final String UNKNOWN = "not known";

  /** The row of a property, from all that was recorded about it. */
  static Row of(String property, List<Entry> entries) {
    var ours = by("jrunc", entries).filter(entry -> entry.result() == Result.WORKS).toList();
    var notes = new TreeSet<String>();
    by("jrunc", entries).map(Entry::note).filter(note -> !note.isEmpty()).forEach(notes::add);
    return new Row(
        property,
        tests(ours),
        measured(by("jrunc", entries).toList()),
        measured(by("runc", entries).toList()),
        measured(by("crun", entries).toList()),
        String.join("; ", notes));
  }

  private static java.util.stream.Stream<Entry> by(String runtime, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.runtime().equals(runtime));
  }

  /** The names of tests, those of one class or kind together: {@code A: one, two; B: three}. */
  private static String tests(List<Entry> entries) {
    var byClass = new TreeMap<String, TreeSet<String>>();
    for (var entry : entries) {
      var parts = entry.test().split("\\.|: ", 2);
      byClass.computeIfAbsent(parts[0], name -> new TreeSet<>()).add(parts[1]);
    }
    return byClass.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** One word if all tests agree, else how many of each; what no test knows is not counted. */
  private static String measured(List<Entry> entries) {
    var counts = new TreeMap<String, Long>();
    for (var entry : entries) {
      counts.merge(word(entry), 1L, Long::sum);
    }
    if (counts.size() > 1) {
      counts.remove(UNKNOWN);
    }
    if (counts.size() == 1) {
      return counts.firstKey();
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "×")
        .collect(Collectors.joining(", "));
  }

  private static String word(Entry entry) {
    return switch (entry.result()) {
      case UNKNOWN -> UNKNOWN;
      case WORKS -> entry.note().isEmpty() ? "works" : "as noted";
      case REFUSED, DIFFERS -> entry.result().name().toLowerCase(Locale.ROOT);
    };
  }

  /** Whether a test proves the property, or says why it cannot and what is tested instead. */
  boolean isProven() {
    return !tests.isEmpty();
  }

  /** This row without what depends on the machine: kernel and versions of the references. */
  Row withoutMeasurements() {
    return new Row(property, tests, "", "", "", "");
  }

  /** This row without what runc and crun do. */
  Row withoutReferences() {
    return new Row(property, tests, ours, "", "", note);
  }

  /** The row as it stands in the file. */
  String line() {
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(property, tests, ours, runc, crun, note.replace("|", "\\|"));
  }

  /** A row as {@link #line} wrote it. */
  static Row parse(String line) {
    var cells = Arrays.stream(line.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
    return new Row(
        cells.get(1).replace("`", ""),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        cells.get(6).replace("\\|", "|"));
  }
}
