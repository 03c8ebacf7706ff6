package org.jrunc.conformance.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@BundleTest
class EventsTest {
  private static final String LIMITS =
      """
      {'memory':{'limit':33554432,'swap':33554432},'pids':{'limit':7},
       'cpu':{'quota':50000,'period':100000,'cpus':'0'}}
      """;

  private static Container running(Bundle bundle, OciRuntime runtime) {
    var container = bundle.container(runtime);
    container.run("--detach").succeeded();
    container.awaitOutput("ready");
    return container;
  }

  private static Command events(Container container, String... options) {
    var line = new java.util.ArrayList<>(List.of("events"));
    line.addAll(List.of(options));
    line.add(container.id());
    return container.runtime().command(line.toArray(String[]::new));
  }

  /** runc 1.1 only warns about a cgroup with processes in it, so both can look at the same. */
  @Test
  void tellsTheSameAsRuncOfTheSameCgroup(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle
        .args("/probe", "trap")
        .edit(config -> config.withObject("/linux").set("resources", Bundle.json(LIMITS)));
    try (var container = running(bundle, runtime);
        var reference = running(bundle.freshRoot(), OciRuntime.runc())) {
      runtime.command("pause", container.id()).run().succeeded();
      var texts = new AtomicReference<>(List.of(""));
      // The kernel sums some of the numbers up when it likes.
      Container.await(
          "the same numbers",
          () -> {
            texts.set(List.of(statistics(container), statistics(reference)));
            return texts.get().getFirst().equals(texts.get().getLast());
          });
      assertThat(texts.get().getFirst())
          .contains("\"limit\":33554432", "\"pids\":{\"current\":2,\"limit\":7}", "\"cpus\":[0]");
      runtime.command("resume", container.id()).run().succeeded();
      end(container);
    }
  }

  /** The newer one refuses a cgroup with processes in it, so each looks at its own. */
  @Test
  void tellsTheFieldsThatBothRuncsTell(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "trap")
        .edit(config -> config.withObject("/linux").set("resources", Bundle.json(LIMITS)));
    var fields = fields(runtime, bundle);
    assertThat(fields)
        .contains("/data/memory/usage/limit", "/data/pids/limit", "/data/cpuset/cpus");
    for (var reference : OciRuntime.runcs()) {
      assertThat(fields).as("%s", reference).isEqualTo(fields(reference, bundle));
    }
  }

  private static SortedSet<String> fields(OciRuntime runtime, Bundle bundle) {
    try (var container = running(bundle.freshRoot(), runtime)) {
      var fields = new TreeSet<String>();
      collect("", Bundle.jsonText(statistics(container)), fields);
      // They are left out as long as they are zero.
      fields.removeIf(field -> field.matches("/data/(blkio/.*|cpu/throttling/.*|memory/cache)"));
      return fields;
    }
  }

  private static void collect(String path, JsonNode node, SortedSet<String> fields) {
    fields.add(path);
    node.properties().forEach(e -> collect(path + "/" + e.getKey(), e.getValue(), fields));
  }

  private static String statistics(Container container) {
    return events(container, "--stats").run().succeeded().stdout();
  }

  private static void end(Container container) {
    var pid = container.pid();
    container.kill("KILL").succeeded();
    container.awaitEnd(pid);
  }

  @Test
  void goesOnUntilTheContainerIsDeleted(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var container = running(bundle.freshRoot(), each);
      var watcher = events(container, "--interval", "50ms").start();
      awaitLines(watcher, 2);
      end(container);
      awaitLines(watcher, lines(watcher).size() + 2);
      container.delete().succeeded();
      var outcome = watcher.await();
      assertThat(outcome.exit()).as("%s", outcome).isZero();
      assertThat(outcome.stderr()).as("of %s", each).isEmpty();
      for (var line : lines(watcher)) {
        assertThat(line).startsWith("{\"type\":\"stats\",\"id\":\"" + bundle.id() + "\",");
        assertThat(OutputSchema.EVENT.violations(Bundle.jsonText(line))).isEmpty();
      }
    }
  }

  @RepeatedTest(5)
  void doesNotComplainOfACgroupThatGoesWhileItLooks(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var container = running(bundle.args("/probe", "trap"), runtime);
    var watcher = events(container, "--interval", "1ms").start();
    awaitLines(watcher, 20);
    container.delete("--force").succeeded();
    assertThat(watcher.await().stderr()).isEmpty();
    for (var line : lines(watcher)) {
      assertThat(line).contains("\"pgfault\":", "\"cpus\":[");
    }
  }

  private static List<String> lines(Command.Running watcher) {
    var text = watcher.stdoutSoFar();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static void awaitLines(Command.Running watcher, int count) {
    Container.await(count + " lines", () -> lines(watcher).size() >= count);
  }

  @Test
  void tellsThatAProcessGotNoMemory(Bundle bundle, OciRuntime runtime) {
    Requires.cgroupV1("memory");
    bundle
        .args("/probe", "eat")
        .edit(config -> config.withObject("/linux").set("resources", Bundle.json(LIMITS)));
    for (var each : List.of(runtime, OciRuntime.runc())) {
      try (var container = running(bundle.freshRoot(), each)) {
        var watcher = events(container, "--interval", "50ms").start();
        awaitLines(watcher, 1);
        container.kill("USR1").succeeded();
        container.awaitOutput("eaten");
        var oom = "{\"type\":\"oom\",\"id\":\"" + bundle.id() + "\"}";
        Container.await("the line `" + oom + "` of " + each, () -> lines(watcher).contains(oom));
        container.delete("--force").succeeded();
        assertThat(watcher.await().exit()).isZero();
      }
    }
  }

  @Test
  void endsWhenNobodyReads(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "trap");
    try (var container = running(bundle, runtime)) {
      var line = String.join(" ", events(container, "--interval", "20ms").line());
      var outcome = new Command(List.of("/bin/sh", "-c", line + " | head -n 1")).run().succeeded();
      assertThat(outcome.stdout()).startsWith("{\"type\":\"stats\"").hasLineCount(1);
    }
  }

  /** What an engine would still hold then is looked for after each test. */
  @Test
  void endsWithTheCaller(Bundle bundle, OciRuntime runtime) throws Exception {
    bundle.args("/probe", "trap");
    try (var container = running(bundle, runtime)) {
      for (var interval : List.of("20ms", "1h")) {
        var watcher = events(container, "--interval", interval).start();
        if (!interval.equals("1h")) {
          awaitLines(watcher, 1);
        }
        watcher.process().destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void refusesAStoppedContainerAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true");
    var answers = Answer.all(runtime, bundle, EventsTest::stopped);
    for (var reference : OciRuntime.runcs()) {
      assertThat(answers)
          .as("%s", reference)
          .isEqualTo(Answer.all(reference, bundle, EventsTest::stopped));
    }
  }

  private static List<Outcome> stopped(Container container) {
    container.create().succeeded();
    var pid = container.pid();
    container.start().succeeded();
    container.awaitEnd(pid);
    return List.of(events(container).run(), events(container, "--stats").run());
  }
}
