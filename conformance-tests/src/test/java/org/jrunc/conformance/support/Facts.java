package org.jrunc.conformance.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the probe saw inside a container, and what the host saw of it, as named values that two
 * runtimes can be compared by.
 *
 * @param values fact by name, for example {@code mount:/proc}
 */
public record Facts(SortedMap<String, String> values) {

  private static final String CREATE = "create";

  /**
   * Parses what the probe printed and replaces numbers that change from run to run by what they
   * mean.
   */
  public static Facts parse(String output, Map<String, String> knownNamespaces) {
    var values = new TreeMap<String, String>();
    var tree = Bundle.JSON.readTree(output);
    tree.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    values.replaceAll(
        (name, value) ->
            name.startsWith("namespace:")
                ? meaning(name, value, knownNamespaces)
                : value.replaceAll(Suite.scratch() + "/[0-9]+-std", "std"));
    return new Facts(values);
  }

  private static String meaning(String name, String link, Map<String, String> known) {
    var file = name.substring("namespace:".length());
    if (known.containsKey(link)) {
      return known.getOrDefault(link, "");
    }
    return link.equals(hostNamespace(file)) ? "the host's" : link.contains("[") ? "its own" : link;
  }

  private static String hostNamespace(String file) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns", file)).toString();
    } catch (IOException unknown) {
      return "";
    }
  }

  /**
   * Creates a container of the bundle, notes what the host sees of it, starts it, waits for its end
   * and deletes it. The process must be the probe's {@code facts}. That {@code create} fails is a
   * fact as well.
   */
  public static Facts gather(OciRuntime runtime, Bundle bundle, String... options) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var created = container.create(options);
      if (created.exit() != 0) {
        return new Facts(new TreeMap<>(Map.of(CREATE, "failed: " + created.phrases())));
      }
      var pid = container.pid();
      var host = Cgroups.limits(pid);
      container.start().succeeded();
      container.awaitEnd(pid);
      var output = container.output();
      container.delete().succeeded();
      return parse(output, Map.of()).and(host);
    }
  }

  /** Whether {@code create} failed. */
  public boolean isRefusal() {
    return values.containsKey(CREATE);
  }

  /** These facts and more. */
  public Facts and(Map<String, String> more) {
    var all = new TreeMap<>(values);
    all.putAll(more);
    return new Facts(all);
  }

  /** The value of a fact; fails if the probe did not report it. */
  public String get(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new AssertionError("no fact `" + name + "`");
    }
    return value;
  }

  /** One line for every fact that the other side tells differently, or only one of both tells. */
  public List<Difference> differencesFrom(Facts reference) {
    var names = new TreeSet<>(values.keySet());
    names.addAll(reference.values.keySet());
    if (names.contains(CREATE)) {
      // One of both has no container, so nothing else can be compared.
      names.retainAll(Set.of(CREATE));
    }
    var found = new ArrayList<Difference>();
    for (var name : names) {
      var here = values.getOrDefault(name, "(absent)");
      var there = reference.values.getOrDefault(name, "(absent)");
      if (!here.equals(there)) {
        found.add(new Difference(name, here, there));
      }
    }
    return found;
  }

  /**
   * A fact on which two runtimes differ.
   *
   * @param here the value under the runtime that is looked at
   * @param there the value under the reference
   */
  public record Difference(String fact, String here, String there) {
    @Override
    public String toString() {
      return "%s%n    here:      %s%n    reference: %s".formatted(fact, here, there);
    }
  }
}
