package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jrunc.spec.features.Features;
import org.jrunc.spec.json.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code features}. */
class FeaturesCommandTest {
  @TempDir Path directory;

  @Test
  void printsADocumentThatCanBeReadBack() {
    var outcome = jrunc(directory, "features");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output())
        .startsWith("{\n    \"ociVersionMin\": \"1.0.0\",\n    \"ociVersionMax\": ")
        .endsWith("}\n");
    var features =
        SpecReader.read(outcome.output().getBytes(StandardCharsets.UTF_8), Features.class);
    assertThat(features.hooks()).hasSize(6);
  }

  @Test
  void saysWhatCallersLookFor() {
    var output = jrunc(directory, "features").output();
    assertThat(output)
        .contains("\"rro\"", "\"rbind\"", "\"tmpcopyup\"", "\"nosuid\"")
        .contains("\"network\"", "\"CAP_CHECKPOINT_RESTORE\"", "\"SCMP_ACT_NOTIFY\"")
        .contains("\"user\"")
        .doesNotContain("org.opencontainers.runc.commit");
  }
}
