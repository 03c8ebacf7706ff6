package org.jrunc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrunc.cli.CommandLines.Outcome;
import org.jrunc.cli.FakeOperations.Call;
import org.jrunc.spec.Mount;
import org.jrunc.spec.state.ContainerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountsCommandTest {
  private static final Mount TMPFS =
      new Mount("/m", "tmpfs", null, List.of("ro"), List.of(), List.of());
  private static final String LIST =
      "[{\"destination\":\"/m\",\"type\":\"tmpfs\",\"options\":[\"ro\"]}]";

  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  @BeforeEach
  void make() {
    core.containers.add(
        new ContainerState("1.3.0", "c1", 1, "running", "/b", "/b/rootfs", "", Map.of(), ""));
  }

  private Outcome run(String line) {
    return jrunc(core, directory, line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, "\n  " + LIST + "\n", "{\"mounts\":" + LIST + ",\"x\":1}"})
  void takesAListOrAnObjectWithOne(String document) {
    core.files.put("f", document.getBytes(UTF_8));
    assertThat(run("mounts add c1 f")).isEqualTo(new Outcome(0, "", ""));
    assertThat(core.asked.getLast()).isEqualTo(Call.of("addMounts", "c1", List.of(TMPFS)));
    assertThat(run("mounts remove c1 f")).isEqualTo(new Outcome(0, "", ""));
    assertThat(core.asked.getLast()).isEqualTo(Call.of("removeMounts", "c1", List.of(TMPFS)));
  }

  @ParameterizedTest
  @CsvSource({
    "mounts add c1, requires exactly 3 argument(s)",
    "mounts alter c1 f, unknown command alter",
    "mounts add c2 f, container does not exist",
    "mounts add c1 f, cannot read the document",
  })
  void complains(String line, String message) {
    var outcome = run(line);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains(message);
  }

  @Test
  void namesThePlaceOfAWrongType() {
    core.files.put("f", "[{},{\"options\":7}]".getBytes(UTF_8));
    assertThat(run("mounts add c1 f").error()).contains("cannot read `/mounts/1/options`");
  }
}
