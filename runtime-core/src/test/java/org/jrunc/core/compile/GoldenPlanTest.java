package org.jrunc.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.PlanPrinter;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.NativeDump;
import org.jrunc.core.program.ProgramPrinter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The golden files are the specification of the compiler: {@code plans/<case>/config.json} becomes
 * {@code plan.txt} and {@code program.txt}, {@code plans/errors/<case>/config.json} is refused with
 * {@code error.txt}. {@code -Dgolden.update=true} writes them anew.
 */
class GoldenPlanTest {
  private static final Path CASES = Path.of("src/test/resources/plans");
  private static final Path ERRORS = CASES.resolve("errors");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final int LEAST_CASES = 25;

  @TestFactory
  Stream<DynamicTest> everyConfigCompilesToItsGoldenPlanAndProgram() throws IOException {
    return directories(CASES).stream()
        .filter(directory -> !directory.equals(ERRORS))
        .map(directory -> dynamicTest(directory.getFileName().toString(), () -> check(directory)));
  }

  @TestFactory
  Stream<DynamicTest> everyBadConfigIsRefusedWithItsGoldenError() throws IOException {
    return directories(ERRORS).stream()
        .map(directory -> dynamicTest(directory.getFileName().toString(), () -> refuse(directory)));
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    assertThat(directories(CASES).size() - 1 + directories(ERRORS).size())
        .isGreaterThanOrEqualTo(LEAST_CASES);
  }

  @Test
  void theGoldenFilesAreNotBeingRewrittenInAContinuousBuild() {
    assertThat(UPDATE && System.getenv("CI") != null).isFalse();
  }

  private static void check(Path directory) throws IOException {
    var spec = Bundle.parse(Files.readAllBytes(directory.resolve("config.json")));
    var plan = PlanCompiler.compile(spec, TestFacts.of(spec), TestFacts.options());
    var program = Lowering.lower(plan, Descriptors.after(0).sync());
    compare(directory.resolve("plan.txt"), PlanPrinter.print(plan));
    compare(directory.resolve("program.txt"), ProgramPrinter.print(program));
    NativeDump.assertReadsTheSame(directory.getFileName().toString(), program);
  }

  private static void refuse(Path directory) throws IOException {
    var json = Files.readAllBytes(directory.resolve("config.json"));
    assertThatThrownBy(
            () -> {
              var spec = Bundle.parse(json);
              PlanCompiler.compile(spec, TestFacts.of(spec), TestFacts.options());
            })
        .isInstanceOfSatisfying(
            SpecFailure.class,
            failure -> compare(directory.resolve("error.txt"), failure.getMessage() + "\n"));
  }

  private static void compare(Path golden, String actual) {
    try {
      if (UPDATE) {
        Files.writeString(golden, actual);
      }
      assertThat(actual).as(golden.toString()).isEqualTo(Files.readString(golden));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (var children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }
}
