package org.jrunc.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.jrunc.conformance.support.KnownDifferences;
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
  void everyKnownDifferenceIsStillThere() throws Exception {
    WholeSuite.assumeThatItRan();
    assumeTrue(
        CoverageFile.ofThisRun().measuredWith().equals(CoverageFile.read(COMMITTED).measuredWith()),
        "the reasons are for other versions of the references");
    assertThat(KnownDifferences.unneeded())
        .as("entries of differences.json that explain nothing any more")
        .isEmpty();
  }

  @Test
  void theFileIsWhatThisRunMeasured() throws Exception {
    WholeSuite.assumeThatAllThatCoversRan();
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
}
