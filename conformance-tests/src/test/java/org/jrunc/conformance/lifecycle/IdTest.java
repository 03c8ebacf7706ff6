package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class IdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "../escape",
        "with space",
        "new\nline",
        "\u00e4",
        "a:b",
        "*"
      })
  void refusesAnInvalidIdAsRuncDoes(String id, Bundle bundle, OciRuntime runtime) {
    for (var verb : new String[] {"create", "run"}) {
      var outcome = on(runtime, verb, bundle, id);
      for (var runc : OciRuntime.runcs()) {
        var reference = on(runc, verb, bundle, id);
        assertThat(outcome.exit())
            .as("exit code of %s", outcome)
            .isEqualTo(reference.exit())
            .isNotZero();
        assertThat(outcome.phrases()).as("phrases of %s", outcome).containsAll(reference.phrases());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "state", "kill", "delete"})
  void treatsAnInvalidIdOfAnExistingContainerAsRuncDoes(String verb, OciRuntime runtime) {
    for (var id : new String[] {"..", "a/b", "no-such-container"}) {
      var outcome = runtime.command(verb, id).run();
      for (var runc : OciRuntime.runcs()) {
        var reference = runc.command(verb, id).run();
        assertThat(outcome.exit()).as("exit code of %s", outcome).isEqualTo(reference.exit());
        assertThat(outcome.phrases()).as("phrases of %s", outcome).isEqualTo(reference.phrases());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "state", "kill", "delete", "create", "run"})
  void asksForAnIdWhenNoneIsGiven(String verb, OciRuntime runtime) {
    var outcome = runtime.command(verb).run();
    assertThat(outcome.exit())
        .as("exit code of %s", outcome)
        .isEqualTo(OciRuntime.runc().command(verb).run().exit());
    assertThat(outcome.stderr() + outcome.stdout()).contains("argument");
  }

  @Test
  void takesEveryCharacterThatIsAllowed(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var id = bundle.id() + "_+.-Az09";
    var outcome = on(runtime, "run", bundle, id);
    assertThat(outcome.succeeded().stderr()).isEmpty();
    assertThat(runtime.command("state", id).run().exit()).isEqualTo(1);
  }

  private static Outcome on(OciRuntime runtime, String verb, Bundle bundle, String id) {
    return runtime.command(verb, "--bundle", bundle.directory().toString(), id).run();
  }
}
