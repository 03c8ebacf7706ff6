package org.jrunc.conformance.support;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The published properties of {@code config.json}, and the values of some that have a table. */
public final class Properties {
  private static final Path PUBLISHED =
      Path.of("../oci-spec/src/test/resources/org/jrunc/spec/config-properties.txt");

  private static final List<String> ALL =
      Stream.concat(Command.read(PUBLISHED).lines(), Bundle.resource("config-values.txt").lines())
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();

  private Properties() {}

  /** All of them, in the order of the lists. */
  public static List<String> all() {
    return ALL;
  }

  /**
   * The properties that pointers name; one that ends in {@code /**} names all below it too, one
   * with a value also the property itself.
   *
   * @throws AssertionError if a pointer names none
   */
  static Set<String> named(Collection<String> pointers) {
    var found = new TreeSet<String>();
    for (var pointer : pointers) {
      var matching = ALL.stream().filter(property -> matches(pointer, property)).toList();
      if (matching.isEmpty()) {
        throw new AssertionError("no published property is called `" + pointer + "`");
      }
      found.addAll(matching);
      if (pointer.contains("=")) {
        found.add(pointer.substring(0, pointer.indexOf('=')));
      }
    }
    return found;
  }

  private static boolean matches(String pointer, String property) {
    if (!pointer.endsWith("/**")) {
      return property.equals(pointer);
    }
    var top = pointer.substring(0, pointer.length() - "/**".length());
    return property.equals(top) || (property.startsWith(top + "/") && !property.contains("="));
  }
}
