package org.jrunc.conformance.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class PsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ps ID",
        "ps ID -ef",
        "ps ID -o pid,comm",
        "ps ID -o comm,pid",
        "ps ID -o comm",
        "ps ID -f -x",
        "ps ID --format json",
        "ps ID --bogus",
        "ps ID aux",
        "ps ID pid,comm -o",
        "ps -f table ID",
        "ps -f=json ID",
        "ps --format json ID -ef",
        "ps -f xml ID",
        "ps -f xml nosuch",
        "ps nosuch",
      })
  void answersWordForWordAsRunc(String line, Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    var answer = answer(runtime, bundle, line);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answer).as("%s", reference).isEqualTo(answer(reference, bundle, line));
    }
  }

  private static Answer answer(OciRuntime runtime, Bundle bundle, String line) {
    try (var container = bundle.freshRoot().container(runtime)) {
      begin(container);
      return Answer.of(ps(container, line));
    }
  }

  /** runc's {@code run --detach} returns while the process is still runc's own. */
  private static void begin(Container container) {
    container.run("--detach").succeeded();
    container.awaitOutput("ready");
  }

  private static Outcome ps(Container container, String line) {
    return container.runtime().command(line.replace("ID", container.id()).split(" ")).run();
  }

  @Test
  void tellsTheProcessesOfCgroupsBelow(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        begin(container);
        var pid = container.pid();
        Cgroups.move(pid, bundle.cgroup() + "/inner/most");
        assertThat(ps(container, "ps -f json ID").succeeded().stdout())
            .isEqualTo("[" + pid + "]\n");
        assertThat(ps(container, "ps ID").succeeded().stdout()).contains("/probe trap");
      }
    }
  }

  @Test
  void aStoppedContainerHasNone(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var answers = stopped(runtime, bundle);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answers).as("%s", reference).isEqualTo(stopped(reference, bundle));
    }
  }

  private static List<Answer> stopped(OciRuntime runtime, Bundle bundle) {
    return Answer.all(
        runtime,
        bundle,
        container -> {
          container.create().succeeded();
          var pid = container.pid();
          container.start().succeeded();
          container.awaitEnd(pid);
          return List.of(ps(container, "ps ID"), ps(container, "ps -f json ID"));
        });
  }

  @Test
  void looksForPsWhereTheCallerDoes(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    var path = bundle.newDirectory("bin").toString();
    assertThat(withPath(runtime, bundle, path))
        .isEqualTo(withPath(OciRuntime.runc(), bundle, path));
  }

  private static List<Answer> withPath(OciRuntime runtime, Bundle bundle, String path) {
    return Answer.all(
        runtime,
        bundle,
        container -> {
          begin(container);
          var outcomes = new ArrayList<Outcome>();
          for (var value : List.of("", path, "/nonexistent:" + path + ":/usr/bin")) {
            outcomes.add(runtime.command("ps", container.id()).env("PATH", value).run());
          }
          return outcomes;
        });
  }
}
