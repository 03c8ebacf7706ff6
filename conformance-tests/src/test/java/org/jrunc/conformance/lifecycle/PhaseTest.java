package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What {@code --debug} tells: where the time of a command went. */
@BundleTest
class PhaseTest {
  private static final List<String> BEGINNING =
      List.of("client started", "request read", "command understood");
  private static final List<String> DRAWING =
      List.of("bundle read", "facts gathered", "plan compiled", "program lowered", "state made");
  private static final List<String> MAKING =
      List.of("cgroups made", "executor spawned", "process born", "limits set");
  private static final List<String> STARTING = List.of("released", "executed");
  private static final List<String> REMOVING =
      List.of("container found", "process ended", "cgroups removed", "state removed");

  private static List<String> all(List<?>... parts) {
    return Stream.of(parts).flatMap(List::stream).map(String::valueOf).toList();
  }

  static List<String> phases(Bundle bundle, OciRuntime runtime, String... arguments)
      throws IOException {
    var log = Suite.newPath("log.json");
    var line =
        Stream.concat(
            Stream.of("--debug", "--log-format", "json", "--log", log.toString()),
            Stream.of(arguments));
    var outcome =
        runtime.command(line.toArray(String[]::new)).in(bundle.directory()).run().succeeded();
    assertThat(outcome.stderr()).isEmpty();
    var records = Files.readAllLines(log).stream().map(Bundle::jsonLine).toList();
    assertThat(records).allMatch(record -> record.path("level").asString().equals("debug"));
    var times = records.stream().map(record -> record.path("ns").asLong(-1)).toList();
    assertThat(times).first().isEqualTo(0L);
    assertThat(times).isSorted().doesNotContain(-1L);
    return records.stream().map(record -> record.path("msg").asString()).toList();
  }

  @Test
  void tellsWhereTheTimeOfALifeWent(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/probe", "wait");
    var id = bundle.id();
    assertThat(phases(bundle, runtime, "create", id))
        .isEqualTo(all(BEGINNING, DRAWING, MAKING, List.of("ready", "created", "done")));
    assertThat(phases(bundle, runtime, "start", id))
        .isEqualTo(all(BEGINNING, List.of("container found"), STARTING, List.of("done")));
    assertThat(phases(bundle, runtime, "kill", id, "KILL"))
        .isEqualTo(all(BEGINNING, List.of("container found", "signal sent", "done")));
    assertThat(phases(bundle, runtime, "delete", "--force", id))
        .isEqualTo(all(BEGINNING, REMOVING, List.of("done")));
  }

  @Test
  void tellsWhereTheTimeOfARunWent(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle
        .args("/probe", "true")
        .hook("prestart", "/bin/true", Map.of(), "true")
        .hook("poststart", "/bin/true", Map.of(), "true");
    assertThat(phases(bundle, runtime, "run", bundle.id()))
        .isEqualTo(
            all(
                BEGINNING,
                DRAWING,
                MAKING,
                List.of("mounted", "host hooks run", "ready", "created"),
                STARTING,
                List.of("poststart hooks run", "program ended"),
                REMOVING,
                List.of("done")));
  }

  @Test
  void tellsWhereTheTimeWentWithAContainerThatRuns(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.rootFile("new/file", "").args("/probe", "trap");
    var id = bundle.id();
    var mounts = bundle.directory().resolve("mounts.json");
    Files.writeString(mounts, "[{\"destination\": \"/new\", \"type\": \"tmpfs\"}]");
    try (var container = bundle.container(runtime)) {
      container.run("--detach").succeeded();
      assertThat(phases(bundle, runtime, "exec", id, "/probe", "true"))
          .isEqualTo(
              all(
                  BEGINNING,
                  List.of("container found", "facts gathered", "plan compiled", "program lowered"),
                  List.of("executor spawned", "process born", "ready", "executed"),
                  List.of("program ended", "done")));
      assertThat(phases(bundle, runtime, "update", "--pids-limit", "50", id))
          .isEqualTo(all(BEGINNING, List.of("container found", "limits changed", "done")));
      assertThat(phases(bundle, runtime, "mounts", "add", id, mounts.toString()))
          .isEqualTo(all(BEGINNING, List.of("container found", "mounts changed", "done")));
      assertThat(phases(bundle, runtime, "mounts", "remove", id, mounts.toString()))
          .isEqualTo(all(BEGINNING, List.of("container found", "mounts changed", "done")));
      assertThat(phases(bundle, runtime, "pause", id))
          .isEqualTo(all(BEGINNING, List.of("container found", "frozen", "done")));
      assertThat(phases(bundle, runtime, "resume", id))
          .isEqualTo(all(BEGINNING, List.of("container found", "thawed", "done")));
    }
  }

  @Test
  void tellsItOnStandardErrorInTextToo(OciRuntime runtime) {
    var text = runtime.command("--debug", "list").run().succeeded().stderr();
    assertThat(text).matches("(time=\"\\S+\" level=debug msg=(\"[a-z ]+\"|[a-z]+) ns=[0-9]+\n){4}");
  }

  @Test
  void goesAsFarAsTheCommandWent(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/no-such-program");
    var log = Suite.newPath("log");
    var line = new String[] {"--debug", "--log", log.toString(), "create", bundle.id()};
    assertThat(runtime.command(line).in(bundle.directory()).run().exit()).isEqualTo(1);
    var lines = Files.readAllLines(log);
    assertThat(lines).last().asString().contains("level=error");
    assertThat(lines).anyMatch(text -> text.contains("msg=\"bundle read\" ns="));
    assertThat(lines).noneMatch(text -> text.contains("msg=created"));
  }
}
