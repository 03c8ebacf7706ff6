package org.jrunc.conformance.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How features of clients fared in this run, with each runtime. */
public final class ClientResults {

  /**
   * One result.
   *
   * @param version the client's own words
   * @param runtime {@code runc}, {@code crun} or {@code jrunc}
   * @param result {@code works}, {@code fails} or {@code skipped}, the latter two with the reason
   */
  public record Entry(
      String client, String version, String feature, String runtime, String result) {}

  /**
   * How long something took with a runtime; only to be read, never to be judged by.
   *
   * @param what as {@code 100 containers, 10 at a time}
   */
  public record Duration(String client, String what, String runtime, long nanoseconds) {}

  private static final ConcurrentLinkedQueue<Entry> ENTRIES = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<Duration> DURATIONS = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<String> SECOND_TRIES = new ConcurrentLinkedQueue<>();
  private static final Map<List<String>, String> VERSIONS = new ConcurrentHashMap<>();

  private ClientResults() {}

  /** Records a result. */
  public static void record(
      String client, List<String> versionCommand, String feature, String runtime, String result) {
    var version = VERSIONS.computeIfAbsent(versionCommand, ClientResults::ask);
    ENTRIES.add(new Entry(client, version, feature, runtime, result));
  }

  /** Records how long something took. */
  public static void took(String client, String what, String runtime, long nanoseconds) {
    DURATIONS.add(new Duration(client, what, runtime, nanoseconds));
  }

  /** Notes that a feature failed at the first try. */
  static void triedAgain(String client, String feature, String runtime, Throwable failure) {
    SECOND_TRIES.add("%s, %s, with %s".formatted(client, feature, runtime));
    System.err.printf("%s: %s with %s failed once: %s%n", client, feature, runtime, failure);
  }

  /** What failed at the first try. */
  public static List<String> secondTries() {
    return List.copyOf(SECOND_TRIES);
  }

  private static String ask(List<String> command) {
    return new Command(command).run().succeeded().stdout().lines().findFirst().orElse("");
  }

  /** All results so far. */
  public static List<Entry> entries() {
    return List.copyOf(ENTRIES);
  }

  /** All durations so far. */
  public static List<Duration> durations() {
    return List.copyOf(DURATIONS);
  }
}
