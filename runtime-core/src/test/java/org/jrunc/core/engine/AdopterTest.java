package org.jrunc.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for an engine, as procfs tells it. */
class AdopterTest {
  private static final long ENGINE = 42;

  @TempDir Path proc;

  private Adopter adopter(long parent, String... childrenOfThreads) throws IOException {
    Files.createDirectories(proc.resolve("42"));
    Files.writeString(proc.resolve("42/stat"), "42 (java) (x)) S " + parent + " 42 42 0 -1");
    for (int i = 0; i < childrenOfThreads.length; i++) {
      var thread = Files.createDirectories(proc.resolve(parent + "/task/" + (parent + i)));
      Files.writeString(thread.resolve("children"), childrenOfThreads[i]);
    }
    return new Adopter(proc, ENGINE);
  }

  @Test
  void aSubreaperWithoutAnotherChildWaitsForNothingElse() throws IOException {
    var adopter = adopter(7, "42 ", "");
    assertThat(adopter.isInit()).isFalse();
    assertThat(adopter.waitsForNothingElse()).isTrue();
  }

  @Test
  void aSubreaperWithAContainerWaitsForThat() throws IOException {
    assertThat(adopter(7, "42 43 ").waitsForNothingElse()).isFalse();
    assertThat(adopter(8, "42 ", "43 ").waitsForNothingElse()).isFalse();
  }

  @Test
  void initAndWhoeverIsOutOfSightWaitForEverything() throws IOException {
    assertThat(adopter(1, "42 ").waitsForNothingElse()).isFalse();
    assertThat(adopter(1, "42 ").isInit()).isTrue();
    assertThat(adopter(0).isInit()).isTrue();
  }

  @Test
  void whatIsNotKnownIsNoReasonToEnd() throws IOException {
    assertThat(adopter(9).waitsForNothingElse()).isFalse();
  }
}
