package org.jrunc.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Coverage;
import org.jrunc.conformance.support.Properties;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs after all other classes ({@code junit-platform.properties}), over what they recorded. */
@Order(Integer.MAX_VALUE)
class CoverageTest {
  private static final Path COMMITTED = Path.of("COVERAGE.md");
  private static final Path GENERATED = Path.of("target/COVERAGE.md");

  @Test
  void everyPublishedPropertyHasARowThatNamesATest() {
    var proven =
        CoverageFile.read(COMMITTED).rows().stream()
            .filter(Row::isProven)
            .map(Row::property)
            .toList();
    assertThat(proven).containsExactlyElementsOf(Properties.all());
  }

  @Test
  void theFileIsWhatThisRunMeasured() throws Exception {
    assumeTrue(Coverage.measuresReferences(), "the references were not measured");
    var missing = new TreeSet<>(classesOfContainerTests());
    missing.removeAll(Coverage.classes());
    assumeTrue(missing.isEmpty(), "only a part of the suite was run, without " + missing);
    var generated = CoverageFile.ofThisRun();
    generated.write(GENERATED);
    if (Boolean.getBoolean("coverage.update")) {
      generated.write(COMMITTED);
    }
    var committed = CoverageFile.read(COMMITTED);
    assertThat(generated.linesComparableWith(committed))
        .as("rows of target/COVERAGE.md; -Dcoverage.update=true copies it to COVERAGE.md")
        .isEqualTo(committed.linesComparableWith(generated));
  }

  private static Set<String> classesOfContainerTests() throws IOException, URISyntaxException {
    var top =
        Path.of(CoverageTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(top)) {
      return files
          .map(file -> top.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(CoverageTest::isContainerTest)
          .collect(Collectors.toSet());
    }
  }

  private static boolean isContainerTest(String name) {
    try {
      return Class.forName(name, false, CoverageTest.class.getClassLoader())
          .isAnnotationPresent(BundleTest.class);
    } catch (ClassNotFoundException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
