package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;
import static org.jrunc.conformance.support.Bundle.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is not done as it was asked for is said in the log, and the container is made. */
@BundleTest
class WarningTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String UNKNOWN =
      "ignoring unknown or unavailable capabilities: [CAP_AAA CAP_ZZZ cap_kill]";
  private static final String KERNEL = "Kernel memory settings are ignored and will be removed";

  @Test
  @Covers({"/process/capabilities", "/linux/resources/memory/kernel"})
  void warnsInTheLogOfWhatItIgnoresInTheWordsOfRunc(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.edit(
        config -> {
          var sets = config.withObject("/process/capabilities");
          strings(sets.withArray("bounding"), "CAP_ZZZ", "CAP_AAA");
          strings(sets.withArray("effective"), "cap_kill", "CAP_ZZZ");
          config.withObject("/linux").set("resources", json("{'memory':{'kernel':100000000}}"));
        });
    var reference = warnings(OciRuntime.runc(), bundle);
    assertThat(reference).containsExactly(KERNEL, UNKNOWN);
    assertThat(warnings(runtime, bundle)).isEqualTo(reference);
  }

  @Test
  void warnsOnStandardErrorWithoutALog(Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> strings(config.withArray("/process/capabilities/bounding"), "CAP_AAA"));
    try (var container = bundle.container(runtime)) {
      assertThat(container.create().succeeded().stderr())
          .hasLineCount(1)
          .contains(
              "level=warning msg=\"ignoring unknown or unavailable capabilities: [CAP_AAA]\"");
    }
  }

  @Test
  @Covers({"/process/capabilities/ambient", "/linux/personality/flags"})
  void warnsAsNewerRuncsDo(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.edit(
        config -> {
          strings(config.withArray("/process/capabilities/ambient"), "CAP_KILL");
          config
              .withObject("/linux")
              .set("personality", json("{'domain':'LINUX','flags':['FUN','GAMES']}"));
        });
    assertThat(warnings(runtime, bundle))
        .containsExactly(
            "ignoring unsupported personality flags: [FUN GAMES] because personality flag has not"
                + " supported at this time",
            "can't raise ambient capability CAP_KILL: operation not permitted");
  }

  @Test
  @Covers("/hooks/poststop")
  void warnsOfAPoststopHookThatFailsAndRunsTheNext(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    var proof = bundle.directory().resolve("proof");
    bundle.hook("poststop", "/bin/sh", Map.of(), "sh", "-c", "echo oops >&2; exit 9");
    bundle.hook("poststop", "/bin/sh", Map.of(), "sh", "-c", "echo next > " + proof);
    try (var container = bundle.args("/probe", "true").container(runtime)) {
      container.create().succeeded();
      var deleted = container.runtime().command("delete", "--force", bundle.id()).run();
      assertThat(deleted.succeeded().stderr())
          .hasLineCount(1)
          .contains("level=warning msg=\"error running poststop hook #0: exit status 9 after ")
          .contains("path: /bin/sh, args: [sh, -c, echo oops >&2; exit 9], output: oops");
    }
    assertThat(Files.readString(proof)).isEqualTo("next\n");
  }

  private static List<String> warnings(OciRuntime runtime, Bundle bundle) throws IOException {
    var log = Suite.newPath("log");
    try (var container = bundle.freshRoot().container(runtime)) {
      var line = new ArrayList<>(container.createCommand().line());
      line.addAll(1, List.of("--log", log.toString(), "--log-format", "json"));
      var outcome = new Command(line).run().succeeded();
      assertThat(outcome.stderr()).as("a warning in the log is nowhere else").isEmpty();
      return messages(log);
    }
  }

  private static List<String> messages(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(JSON::readTree)
        .filter(line -> line.path("level").asString().equals("warning"))
        .map(line -> line.path("msg").asString())
        .toList();
  }
}
