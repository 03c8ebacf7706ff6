package org.jrunc.conformance.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.Coverage;
import org.jrunc.conformance.support.Coverage.Entry;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Properties;

/**
 * The text of {@code COVERAGE.md}.
 *
 * @param measuredWith kernel and versions of the references
 * @param rows one a property
 */
record CoverageFile(String measuredWith, List<Row> rows) {
  private static final String MEASURED = "Measured with ";

  private static final String HEAD =
      """
      # Every property of config.json

      Generated from the results of the suite (`mvn verify -Dcoverage.update=true`); do not edit.

      One row for each property that the specification publishes, then one for each value of those it
      enumerates. The tests of the second column pass with jrunc on the machine below. The same tests
      are run with runc and crun:

      - **works**: the test passes;
      - **refused**: the runtime refuses the bundle;
      - **differs**: it accepts the bundle, but what the test looks for is not so, most often because
        the property is ignored;
      - **as noted**: this kernel lacks the feature; the test of what the last column says passes;
      - **not known**: the test is about jrunc alone, or this kernel lacks the feature.

      Where tests disagree their number is given.

      """;

  /** What the tests of this run have recorded. */
  static CoverageFile ofThisRun() {
    var entries =
        Coverage.entries().stream()
            .collect(Collectors.groupingBy(Entry::property, TreeMap::new, Collectors.toList()));
    return new CoverageFile(
        "%s, %s, Linux %s"
            .formatted(
                version(OciRuntime.runc()),
                version(OciRuntime.crun()),
                System.getProperty("os.version")),
        Properties.all().stream()
            .map(property -> Row.of(property, about(property, entries)))
            .toList());
  }

  /** What is known of a property; of an object that no test names, what is known of its members. */
  private static List<Entry> about(String property, SortedMap<String, List<Entry>> entries) {
    var own = entries.getOrDefault(property, List.of());
    // `0` comes right behind `/`, so this is all that begins with the path of an object.
    return !own.isEmpty()
        ? own
        : entries.subMap(property + "/", property + "0").values().stream()
            .flatMap(List::stream)
            .toList();
  }

  private static String version(OciRuntime runtime) {
    var lines = runtime.command("--version").run().succeeded().stdout().lines();
    return lines.findFirst().orElseThrow().replace(" version", "");
  }

  /** The file as it is. */
  static CoverageFile read(Path file) {
    var lines = text(file).lines().toList();
    return new CoverageFile(
        lines.stream()
            .filter(line -> line.startsWith(MEASURED))
            .map(line -> line.substring(MEASURED.length(), line.length() - 1))
            .findFirst()
            .orElse("nothing"),
        lines.stream().filter(line -> line.startsWith("| `/")).map(Row::parse).toList());
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes the file. */
  void write(Path file) {
    var text = new StringBuilder(HEAD).append(MEASURED).append(measuredWith).append(".\n\n");
    text.append("| property | tests | jrunc | runc | crun | note |\n");
    text.append("|---|---|---|---|---|---|\n");
    rows.forEach(row -> text.append(row.line()).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The rows, comparable with another file: measurements count only where both files come from the
   * same kernel and references, and of those only ours. What a reference does by chance on a busy
   * machine is no failure of ours.
   */
  List<String> linesComparableWith(CoverageFile other) {
    return rows.stream()
        .map(
            row ->
                measuredWith.equals(other.measuredWith)
                    ? row.withoutReferences()
                    : row.withoutMeasurements())
        .map(Row::line)
        .toList();
  }
}
