package org.jrunc.conformance.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Files and methods stay small enough to be read in one go; drawers for odds and ends cannot form.
 */
class SourceBudgetTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DRAWER =
      Pattern.compile(".*(Util|Helper|Common).*|.*(Impl|(?<!Cgroup)Manager)");

  @Test
  void noJavaFileIsLongerThan400Lines() throws IOException {
    assertThat(longerThan(400, sources(".java"))).isEmpty();
  }

  @Test
  void halfOfTheJavaFilesAreNotLongerThan100LinesAndNineOfTenNotThan250() throws IOException {
    var sizes = new ArrayList<Integer>();
    for (var file : mainSources(".java")) {
      sizes.add(lines(file));
    }
    sizes.sort(null);
    assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(100);
    assertThat(sizes.get(sizes.size() * 9 / 10)).isLessThanOrEqualTo(250);
  }

  /** But for the order of container setup, one list that is read from top to bottom. */
  @Test
  void noMethodIsLongerThan40Lines() throws IOException {
    assertThat(longMethods(40, mainSources(".java")))
        .allMatch(method -> method.matches(".*/compile/PlanCompiler\\.java:\\d+ compile"));
    assertThat(longMethods(80, mainSources(".java"))).isEmpty();
  }

  @Test
  void noCFileIsLongerThan350Lines() throws IOException {
    assertThat(longerThan(350, mainSources(".c"))).isEmpty();
    assertThat(longerThan(350, mainSources(".h"))).isEmpty();
  }

  @Test
  void bothProgramsInCTogetherStayUnder1500Lines() throws IOException {
    var total = 0;
    for (var file : mainSources(".c")) {
      total += lines(file);
    }
    for (var file : mainSources(".h")) {
      total += lines(file);
    }
    assertThat(total).isLessThan(1500);
  }

  @Test
  void noClassIsNamedAsADrawer() throws IOException {
    assertThat(sources(".java"))
        .noneMatch(f -> DRAWER.matcher(f.getFileName().toString().replace(".java", "")).matches());
  }

  private static List<Path> mainSources(String suffix) throws IOException {
    return sources(suffix).stream().filter(f -> f.toString().contains("/src/main/")).toList();
  }

  private static List<Path> sources(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(f -> f.toString().endsWith(suffix))
          .filter(f -> !f.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static List<String> longerThan(int limit, List<Path> files) throws IOException {
    var found = new ArrayList<String>();
    for (var file : files) {
      if (lines(file) > limit) {
        found.add(file + ": " + lines(file));
      }
    }
    return found;
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  private static List<String> longMethods(int limit, List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
      var found = new ArrayList<String>();
      for (var unit : task.parse()) {
        new LongMethods(limit, Trees.instance(task), found).scan(unit, true);
      }
      return found;
    }
  }

  private static final class LongMethods extends TreePathScanner<Boolean, Boolean> {
    private final int limit;
    private final Trees trees;
    private final List<String> found;

    LongMethods(int limit, Trees trees, List<String> found) {
      this.limit = limit;
      this.trees = trees;
      this.found = found;
    }

    @Override
    public @Nullable Boolean visitMethod(MethodTree method, Boolean unused) {
      var unit = getCurrentPath().getCompilationUnit();
      var positions = trees.getSourcePositions();
      var first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      var last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      if (last - first + 1 > limit) {
        found.add(unit.getSourceFile().getName() + ":" + first + " " + method.getName());
      }
      return super.visitMethod(method, unused);
    }
  }
}
