package org.jrunc.conformance.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@BundleTest
class ListTest {

  /** The runtime with a root of its own, in which nothing else is. */
  private static OciRuntime alone(OciRuntime runtime) throws IOException {
    var root = Files.createDirectory(Suite.newPath("root"));
    return new OciRuntime(runtime.name(), runtime.binary(), root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "list -f table",
        "list --format=json",
        "list -q",
        "list -q -f json",
        "list -q -f xml",
        "list -f xml",
        "list --format="
      })
  void printsWordForWordWhatRuncPrints(String line, Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.args("/probe", "trap");
    var answers = answers(alone(runtime), bundle, line);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answers).as("%s", reference).isEqualTo(answers(alone(reference), bundle, line));
    }
  }

  /** Of an empty root, of one with a container in each status, and of one with more beside them. */
  private static List<Answer> answers(OciRuntime runtime, Bundle bundle, String line)
      throws IOException {
    var words = line.split(" ");
    var empty = Answer.of(runtime.command(words).run());
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create().succeeded();
      var created = Answer.of(runtime.command(words).run());
      var pid = container.pid();
      container.start().succeeded();
      container.awaitOutput("ready");
      var running = Answer.of(runtime.command(words).run());
      container.kill("KILL").succeeded();
      container.awaitEnd(pid);
      litter(runtime.root(), bundle.id());
      var stopped = runtime.command(words).run();
      return List.of(empty, created, running, Answer.of(stopped));
    }
  }

  /** What a runtime that was killed leaves, and what has no business there. */
  private static void litter(Path root, String id) throws IOException {
    Files.createDirectory(root.resolve("empty"));
    Files.createDirectory(root.resolve(".hidden"));
    Files.createDirectory(root.resolve("no id"));
    Files.createFile(root.resolve("file"));
    Files.createSymbolicLink(root.resolve("link"), Path.of(id));
  }

  @Test
  void passesOverAContainerWhoseStateIsBroken(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.args("/probe", "trap");
    for (var each : List.of(alone(runtime), alone(OciRuntime.runc()))) {
      try (var container = bundle.freshRoot().container(each)) {
        container.create().succeeded();
        // On `null` runc dies.
        for (var text : each.isOurs() ? List.of("", "{", "{}", "[1]", "null") : List.of("", "{")) {
          var broken = Files.createDirectory(each.root().resolve("broken" + text.length()));
          Files.writeString(broken.resolve("state.json"), text);
          var outcome = each.command("list", "-q").run().succeeded();
          assertThat(outcome.stdout()).as("%s", outcome).isEqualTo(bundle.id() + "\n");
          assertThat(outcome.stderr()).contains("load container " + broken.getFileName() + ": ");
        }
      }
    }
  }

  @Test
  void tellsWhatStateTellsAndTheOwner(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "trap")
        .edit(config -> config.withObject("/annotations").put("org.example", "a<b>&c"));
    var own = listed(runtime, bundle);
    for (var runc : OciRuntime.runcs()) {
      var reference = listed(runc, bundle);
      assertThat(own.propertyNames()).isEqualTo(reference.propertyNames());
      for (var name : List.of("id", "status", "bundle", "rootfs", "annotations", "owner")) {
        assertThat(own.get(name)).as(name).isEqualTo(reference.get(name));
      }
    }
  }

  private static JsonNode listed(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      container.create().succeeded();
      var state = container.document();
      var found = Bundle.jsonText(runtime.command("list", "-f", "json").run().succeeded().stdout());
      for (var one : found) {
        if (one.path("id").asString().equals(bundle.id())) {
          for (var property : state.properties()) {
            if (!property.getKey().equals("owner")) {
              assertThat(one.get(property.getKey())).isEqualTo(property.getValue());
            }
          }
          return one;
        }
      }
      throw new AssertionError("not listed by " + runtime);
    }
  }

  /** As runc since 1.2; before, it made the root. */
  @Test
  void refusesARootThatIsNone(OciRuntime runtime) throws IOException {
    var missing = Suite.newPath("missing");
    var file = Files.createFile(Suite.newPath("file"));
    assertThat(list(runtime, missing).stderr())
        .contains("msg=\"open " + missing + ": no such file or directory\"");
    assertThat(Files.exists(missing)).isFalse();
    assertThat(list(runtime, file).stderr()).contains("msg=\"open " + file + ": not a directory\"");
  }

  private static Outcome list(OciRuntime runtime, Path root) {
    var outcome = new OciRuntime(runtime.name(), runtime.binary(), root).command("list").run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stdout()).isEmpty();
    return outcome;
  }
}
