package org.jrunc.conformance.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distribution works wherever it lies and however it is started, and uses its cache there. */
class DistributionTest {
  private static final Path JRUNC = OciRuntime.underTest().binary();

  @BeforeEach
  void onlyForOurDistribution() {
    assumeTrue(OciRuntime.underTest().isOurs(), "the runtime under test is not ours");
  }

  @Test
  void startsFromAnyDirectoryWithAnEmptyEnvironment() {
    assertWorks(oneshot(JRUNC).in(Path.of("/proc")).run());
  }

  @Test
  void startsThroughALink() throws IOException {
    var link = Files.createSymbolicLink(Suite.newPath("jrunc"), JRUNC);
    assertWorks(oneshot(link).run());
  }

  @Test
  void startsWithClosedDescriptors() {
    var line = List.of("sh", "-c", "JRUNC_ENGINE=oneshot exec " + JRUNC + " --version <&- 2>&-");
    assertThat(new Command(line).run().stdout()).startsWith("jrunc version ");
  }

  @Test
  void startsAfterAMoveAndStillUsesItsCache() throws IOException {
    var moved = copyElsewhere();
    assertWorks(oneshot(moved.resolve("bin/jrunc")).run());

    var outcome = new Command(engineLine(moved, "-XX:AOTMode=on")).run();
    assertThat(outcome.stderr()).contains("needs --listen").doesNotContain("AOT cache");
  }

  @Test
  void startsWithoutACache() throws IOException {
    var moved = copyElsewhere();
    Files.delete(moved.resolve("lib/full.aot"));
    assertWorks(oneshot(moved.resolve("bin/jrunc")).run());
  }

  private static Command oneshot(Path binary) {
    return new Command(List.of(binary.toString(), "--version"))
        .withoutEnvironment()
        .env("JRUNC_ENGINE", "oneshot");
  }

  private static void assertWorks(Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.toString()).isZero();
    assertThat(outcome.stdout()).startsWith("jrunc version ");
    assertThat(outcome.stderr()).isEmpty();
  }

  private static Path copyElsewhere() {
    var from = JRUNC.resolveSibling("..").normalize();
    var to = Suite.newPath("moved");
    // without the times of the files: the cache must not depend on them
    new Command(List.of("cp", "-r", from.toString(), to.toString())).run().succeeded();
    return to;
  }

  /** What the client executes, but for the last argument, so that the engine ends at once. */
  private static List<String> engineLine(Path distribution, String option) throws IOException {
    var line = new ArrayList<String>();
    for (var argument : Files.readAllLines(distribution.resolve("lib/oneshot.args"))) {
      line.add(argument.replace("@DIST@", distribution.toString()));
    }
    line.add(1, option);
    return line;
  }
}
