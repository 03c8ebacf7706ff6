package org.jrunc.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class EngineTest {

  @BeforeEach
  void stop(OciRuntime runtime) {
    Requires.ours(runtime);
    Engine.all(runtime).forEach(Engine::kill);
  }

  /** The residue check compares engines, so there has to be one again. */
  @AfterEach
  void startAgain(OciRuntime runtime, Bundle bundle) {
    bundle.args("/probe", "true").container(runtime).run();
  }

  @Test
  void startsOneEngineForClientsThatComeAtTheSameInstant(OciRuntime runtime) {
    var running = new ArrayList<Command.Running>();
    for (var i = 0; i < 8; i++) {
      running.add(runtime.command("--version").start());
    }
    running.forEach(command -> command.await().succeeded());
    assertThat(Engine.all(runtime)).hasSize(1);
  }

  @Test
  void hasNothingOfItsFirstCaller(OciRuntime runtime) throws IOException {
    runtime
        .command("--version")
        .env("JAVA_TOOL_OPTIONS", "-Dpoison=1")
        .env("SECRET", "poison")
        .run()
        .succeeded();
    var directory = Path.of("/proc", Long.toString(Engine.of(runtime).orElseThrow().pid()));
    assertThat(Files.readSymbolicLink(directory.resolve("cwd"))).isEqualTo(Path.of("/"));
    for (var fd : List.of("0", "1", "2")) {
      assertThat(Files.readSymbolicLink(directory.resolve("fd").resolve(fd)))
          .isEqualTo(Path.of("/dev/null"));
    }
    assertThat(
            new String(
                Files.readAllBytes(directory.resolve("environ")),
                java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("poison");
    var stat = Files.readString(directory.resolve("stat"));
    var session = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    var ours = Files.readString(Path.of("/proc/self/stat"));
    assertThat(session).isNotEqualTo(ours.substring(ours.lastIndexOf(')') + 2).split(" ")[3]);
  }

  @Test
  void leavesNoEngineInOneshotMode(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "echo", "hello").container(runtime);
    var outcome = container.runCommand().env("JRUNC_ENGINE", "oneshot").run().succeeded();
    assertThat(outcome.stdout()).isEqualTo("hello\n");
    Container.await("the end of the private engine", () -> Engine.all(runtime).isEmpty());
  }

  @Test
  void refusesToWorkWithoutAnEngineThatIsRequired(OciRuntime runtime) {
    var outcome = runtime.command("list").env("JRUNC_ENGINE", "require").run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).isNotEmpty();
    assertThat(Engine.all(runtime)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "oneshot"})
  void worksWhenItIsCalledThroughALinkFromAnywhere(String mode, OciRuntime runtime, Bundle bundle)
      throws IOException {
    var link = Files.createSymbolicLink(bundle.directory().resolve("link"), runtime.binary());
    var outcome =
        new Command(List.of(link.toString(), "--version"))
            .withoutEnvironment()
            .env("JRUNC_ENGINE", mode)
            .in(Path.of("/proc"))
            .run();
    assertThat(outcome.succeeded().stdout()).contains("runc version ").contains("\nspec: ");
  }

  @Test
  void servesTheNextCommandAfterAnEngineWasKilled(Bundle bundle, OciRuntime runtime) {
    var container = bundle.args("/probe", "trap").container(runtime);
    container.create().succeeded();
    Engine.all(runtime).forEach(Engine::kill);
    container.start().succeeded();
    container.awaitOutput("ready");
    Container.await("running", () -> container.status().equals("running"));
    container.delete("--force").succeeded();
  }

  /** A killed engine leaves its socket, which answers nobody. */
  @Test
  void putsItsSocketInThePlaceOfOneThatAKilledEngineLeft(OciRuntime runtime) {
    runtime.command("--version").run().succeeded();
    var killed = Engine.of(runtime).orElseThrow();
    var socket = socketOf(killed);
    killed.kill();
    assertThat(socket).exists();
    var running = new ArrayList<Command.Running>();
    for (var i = 0; i < 4; i++) {
      running.add(runtime.command("--version").start());
    }
    running.forEach(command -> command.await().succeeded());
    assertThat(Engine.all(runtime)).hasSize(1);
    assertThat(socketOf(Engine.of(runtime).orElseThrow())).isEqualTo(socket);
  }

  private static Path socketOf(Engine engine) {
    var names =
        engine.descriptors().stream()
            .filter(target -> target.startsWith("socket:["))
            .map(target -> " " + target.substring("socket:[".length(), target.length() - 1) + " ")
            .toList();
    return Bundle.text(Path.of("/proc/net/unix"))
        .lines()
        .filter(line -> line.contains("/engine-") && names.stream().anyMatch(line::contains))
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .findFirst()
        .orElseThrow();
  }
}
