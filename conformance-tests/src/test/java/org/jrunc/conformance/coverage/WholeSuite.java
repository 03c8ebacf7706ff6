package org.jrunc.conformance.coverage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Coverage;
import org.jrunc.conformance.support.Covers;
import org.junit.platform.commons.support.AnnotationSupport;

/** Whether this run was one of all classes, so that what nobody has shown is shown by nobody. */
final class WholeSuite {
  private WholeSuite() {}

  /** Skips the test if the run was one of a part, or not one of jrunc. */
  static void assumeThatItRan() throws IOException, URISyntaxException {
    assumeThatAllRan(type -> true);
  }

  /** Skips the test unless all classes ran that cover properties, and with the references too. */
  static void assumeThatAllThatCoversRan() throws IOException, URISyntaxException {
    assumeThatAllRan(WholeSuite::covers);
  }

  /** Skips the test unless all classes ran that drive clients. */
  static void assumeThatAllClientsRan() throws IOException, URISyntaxException {
    assumeThatAllRan(type -> type.isAnnotationPresent(Client.class));
  }

  private static boolean covers(Class<?> type) {
    return type.isAnnotationPresent(Covers.class)
        || type.getSimpleName().equals("DifferentialTest")
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(Covers.class));
  }

  private static void assumeThatAllRan(Predicate<Class<?>> which)
      throws IOException, URISyntaxException {
    assumeTrue(Coverage.measuresReferences(), "the references were not measured");
    var missing = new TreeSet<>(containerTests(which));
    missing.removeAll(Coverage.classes());
    assumeTrue(missing.isEmpty(), "only a part of the suite was run, without " + missing);
  }

  private static Set<String> containerTests(Predicate<Class<?>> which)
      throws IOException, URISyntaxException {
    var top = Path.of(WholeSuite.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(top)) {
      return files
          .map(file -> top.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> load(name.substring(0, name.length() - ".class".length())))
          .filter(type -> AnnotationSupport.isAnnotated(type, BundleTest.class))
          .filter(which)
          .map(Class::getName)
          .collect(Collectors.toSet());
    }
  }

  private static Class<?> load(String path) {
    try {
      var loader = WholeSuite.class.getClassLoader();
      return Class.forName(path.replace('/', '.'), false, loader);
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
