package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that wait for the process that joins them. */
@BundleTest
class ExecEscapeTest {

  /**
   * Until it executes the command, nothing of the process that joins may be open to those inside:
   * descriptors, memory, root (CVE-2016-9962). So it is made to search long, and in vain.
   */
  @Test
  void reachesNothingOfAProcessThatJoins(Bundle bundle, OciRuntime runtime) {
    bundle.freshRoot().args("/probe", "peek");
    var container = bundle.container(runtime);
    container.create().succeeded();
    container.start().succeeded();
    var path =
        IntStream.range(0, 800)
            .mapToObj(i -> "/none" + i)
            .collect(Collectors.joining(":", "PATH=", ""));
    try (var target = new Target(container)) {
      for (int i = 0; i < 50 && !container.output().contains("denied"); i++) {
        var outcome = target.exec(List.of("--env", path), "nothing");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(255);
      }
      assertThat(container.output()).contains("denied").doesNotContain("reached");
    }
  }

  /** A leaked directory descriptor would be a way out (CVE-2024-21626). */
  @ParameterizedTest
  @ValueSource(strings = {"", "/.."})
  void cannotBeginInADescriptorOfTheHost(String below, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      for (int fd = 0; fd < 16; fd++) {
        var cwd = "/proc/self/fd/" + fd + below;
        var outcome = target.exec(List.of("--cwd", cwd), "/probe", "true");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(255);
        assertThat(outcome.stderr())
            .contains("chdir to cwd (\\\"" + cwd + "\\\") set in config.json");
      }
    }
  }

  @Test
  void cannotBeginBehindALinkToADescriptor(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.rootLink("link", "/proc/self/fd/6").rootLink("other", "/proc/1/root");
    try (var target = Target.of(runtime, bundle)) {
      for (var cwd : List.of("/link", "/other")) {
        var outcome = target.exec(List.of("--cwd", cwd), "/probe", "true");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(255);
      }
    }
  }

  /** Who joins hands on the streams and what was asked for, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"/probe", "probe"})
  void handsOnNoDescriptorOfItsOwn(String program, Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.rootFile("early/probe/x", "a directory");
    try (var target = Target.of(runtime, bundle)) {
      var outcome = target.exec(List.of("--env", "PATH=/early:/"), program, "facts").succeeded();
      var open =
          target.parse(outcome.stdout()).values().keySet().stream()
              .filter(name -> name.startsWith("fd:"))
              .toList();
      assertThat(open).containsExactly("fd:0", "fd:1", "fd:2");
    }
  }

  /** The program that enters a container is no file of the host (CVE-2019-5736). */
  @Test
  void lendsNoFileOfTheHostAsAnInterpreter(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var executor = runtime.binary().resolveSibling("../lib/jrunc-init").normalize();
    var before = Files.readAllBytes(executor);
    bundle.rootFile("evil", "#!/proc/self/exe\n");
    try (var target = Target.of(runtime, bundle)) {
      var evil = bundle.root().resolve("evil");
      Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxr-xr-x"));
      var watching = target.command(List.of(), "/probe", "peek").start();
      for (int i = 0; i < 20; i++) {
        assertThat(target.exec("/evil").exit()).isNotZero();
      }
      watching.process().destroyForcibly();
      assertThat(Files.readAllBytes(executor)).isEqualTo(before);
    }
  }

  /** Names and homes are looked up in the container, wherever its links lead. */
  @Test
  void looksUpUsersInTheContainerOnly(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var outside =
        Files.writeString(bundle.newDirectory("outside").resolve("passwd"), "spy:x:7:8::/spy:\n");
    for (var link :
        List.of(outside.toString(), "../../../../../.." + outside, "/proc/1/root" + outside)) {
      bundle.rootLink("etc/passwd", link);
      try (var target = Target.of(runtime, bundle)) {
        var outcome = target.exec(List.of("--user", "spy"), "/probe", "true");
        assertThat(outcome.stderr()).contains("unable to find user spy in the container");
      }
    }
  }

  /** A fifo or device in place of the file must not hold up who joins. */
  @Test
  void isNotHeldUpByAFileThatIsNone(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.edit(c -> c.withObject("/process").set("env", json("['PATH=/']")));
    try (var target = Target.of(runtime, bundle)) {
      Files.createDirectories(bundle.root().resolve("etc"));
      new org.jrunc.conformance.support.Command(
              List.of("/usr/bin/mkfifo", bundle.root().resolve("etc/passwd").toString()))
          .run()
          .succeeded();
      assertThat(target.facts(List.of()).get("env:HOME")).isEqualTo("/");
    }
  }

  /** Capabilities that are added never become inheritable (CVE-2022-29162). */
  @Test
  void addsNoInheritableCapability(Bundle bundle, OciRuntime runtime) {
    try (var target = Target.of(runtime, bundle)) {
      var facts = target.facts(List.of("--cap", "CAP_NET_RAW"));
      assertThat(facts.get("status:CapInh")).isEqualTo("0000000000000000");
      assertThat(facts.get("status:CapAmb")).isEqualTo("0000000000000000");
    }
  }
}
