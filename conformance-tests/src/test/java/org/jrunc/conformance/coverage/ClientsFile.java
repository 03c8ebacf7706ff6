package org.jrunc.conformance.coverage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jrunc.conformance.support.ClientResults;
import org.jrunc.conformance.support.ClientResults.Entry;

/**
 * The text of {@code CLIENTS.md}.
 *
 * @param rows the lines of the table, one a feature
 * @param times the lines of the second table
 * @param secondTries what failed at the first try
 */
record ClientsFile(List<String> rows, List<String> times, List<String> secondTries) {
  private static final String HEAD =
      """
      # Real clients

      Generated from the results of the suite (`mvn verify -Dcoverage.update=true`); do not edit.

      Each feature is a test that drives the client from Debian's packages, with each runtime in turn:
      **works**, or **fails** with the reason; `-` was not tried. What works with a reference and not
      with jrunc is a bug.

      | client | version | feature | runc | crun | jrunc |
      |---|---|---|---|---|---|
      """;

  private static final String TIMES =
      """

      ## Time

      Of one run on one machine, as a multiple of the time with runc.

      | client | what | crun | jrunc |
      |---|---|---|---|
      """;

  private static final String SECOND_TRIES =
      """

      ## What failed at the first try

      Clients have races of their own, so a feature that fails is tried once more. In that run:

      """;

  /** What the tests of this run have recorded. */
  static ClientsFile ofThisRun() {
    var byFeature =
        ClientResults.entries().stream()
            .collect(
                groupingBy(
                    entry ->
                        "| %s | %s | %s"
                            .formatted(entry.client(), entry.version(), entry.feature()),
                    TreeMap::new,
                    toList()));
    return new ClientsFile(
        byFeature.entrySet().stream()
            .map(
                row ->
                    "%s | %s | %s | %s |"
                        .formatted(
                            row.getKey(),
                            result(row.getValue(), "runc"),
                            result(row.getValue(), "crun"),
                            result(row.getValue(), "jrunc")))
            .toList(),
        ratios(),
        ClientResults.secondTries());
  }

  private static String result(List<Entry> entries, String runtime) {
    return entries.stream()
        .filter(entry -> entry.runtime().equals(runtime))
        .map(Entry::result)
        .map(text -> text.replace("|", "\\|"))
        .findFirst()
        .orElse("-");
  }

  private static List<String> ratios() {
    var byWhat =
        ClientResults.durations().stream()
            .collect(
                groupingBy(
                    duration -> "| %s | %s".formatted(duration.client(), duration.what()),
                    TreeMap::new,
                    mapping(duration -> duration, toList())));
    return byWhat.entrySet().stream()
        .map(
            row ->
                "%s | %s | %s |"
                    .formatted(
                        row.getKey(),
                        ratio(row.getValue(), "crun"),
                        ratio(row.getValue(), "jrunc")))
        .toList();
  }

  private static String ratio(List<ClientResults.Duration> durations, String runtime) {
    var own = nanoseconds(durations, runtime);
    var base = nanoseconds(durations, "runc");
    return own == 0 || base == 0 ? "-" : "%.2f".formatted((double) own / base);
  }

  private static long nanoseconds(List<ClientResults.Duration> durations, String runtime) {
    return durations.stream()
        .filter(duration -> duration.runtime().equals(runtime))
        .mapToLong(ClientResults.Duration::nanoseconds)
        .findFirst()
        .orElse(0);
  }

  /** The table of a file as it is; without the times, which differ from run to run. */
  static List<String> rowsOf(Path file) {
    try {
      return Files.exists(file)
          ? Files.readString(file)
              .lines()
              .takeWhile(line -> !line.equals("## Time"))
              .filter(line -> line.startsWith("| ") && !line.startsWith("| client |"))
              .toList()
          : List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes the file. */
  void write(Path file) {
    var text = new StringBuilder(HEAD);
    rows.forEach(row -> text.append(row).append('\n'));
    text.append(TIMES);
    times.forEach(row -> text.append(row).append('\n'));
    text.append(SECOND_TRIES);
    secondTries.forEach(line -> text.append("- ").append(line).append('\n'));
    if (secondTries.isEmpty()) {
      text.append("Nothing.\n");
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
