package org.jrunc.conformance.support;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the tests of this run have shown about properties of {@code config.json}. */
public final class Coverage {

  /** How a runtime fared with a property in one test. */
  public enum Result {
    /** The test passes. */
    WORKS,
    /** The runtime refuses the bundle. */
    REFUSED,
    /** The runtime accepts the bundle, but what the test looks for is not so. */
    DIFFERS,
    /** The test could not be run with this runtime. */
    UNKNOWN
  }

  /**
   * One result.
   *
   * @param property a pointer of the published list
   * @param test class and method, or the name of a scenario
   * @param runtime whose result it is
   * @param note why the result is no plain one, or empty
   */
  public record Entry(String property, String test, String runtime, Result result, String note) {}

  private static final ConcurrentLinkedQueue<Entry> ENTRIES = new ConcurrentLinkedQueue<>();
  private static final Set<String> CLASSES = java.util.Collections.synchronizedSet(new TreeSet<>());

  private Coverage() {}

  /** Whether the references are measured as well, which takes three times as long. */
  public static boolean measuresReferences() {
    return Boolean.getBoolean("jrunc.coverage") && OciRuntime.underTest().isOurs();
  }

  /** Records a result for each of the properties. */
  public static void record(
      Collection<String> pointers, String test, String runtime, Result result, String note) {
    for (var property : Properties.named(pointers)) {
      ENTRIES.add(new Entry(property, test, runtime, result, note));
    }
  }

  /** Everything recorded so far. */
  public static List<Entry> entries() {
    return List.copyOf(ENTRIES);
  }

  /** Notes that a test of a class has run. */
  static void ran(Class<?> type) {
    CLASSES.add(type.getName());
  }

  /** The names of the classes of which a test has run. */
  public static Set<String> classes() {
    return Set.copyOf(CLASSES);
  }
}
