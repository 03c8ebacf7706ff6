package org.jrunc.conformance.watch;

import java.util.List;
import java.util.function.Function;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;

/**
 * What a command answered, in a form in which two runtimes can be compared.
 *
 * @param exit the exit code
 * @param output standard output; pids, times and what else differs from run to run are masked
 * @param error standard error, its time and the runtime's name masked
 */
record Answer(int exit, String output, String error) {

  /** The answer of one command. */
  static Answer of(Outcome outcome) {
    return new Answer(outcome.exit(), masked(outcome.stdout()), masked(outcome.stderr()));
  }

  private static String masked(String text) {
    return text.replaceAll("time=\"[^\"]*\"", "time")
        .replaceAll("[0-9-]+T[0-9:.]+Z", "TIME")
        .replaceAll("\"ociVersion\":\"[^\"]*\"", "\"ociVersion\":\"V\"")
        .replaceAll("(?<!status )\\b[0-9]+(\\.[0-9]+)?\\b", "N")
        .replaceAll("\\b[jc]?run[c]?\\b", "RUNTIME")
        .replaceAll(" +", " ");
  }

  /** What each of some commands answers, on a container of this bundle that each runtime has. */
  static List<Answer> all(
      OciRuntime runtime, Bundle bundle, Function<Container, List<Outcome>> commands) {
    try (var container = bundle.freshRoot().container(runtime)) {
      return commands.apply(container).stream().map(Answer::of).toList();
    }
  }
}
