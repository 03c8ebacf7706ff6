package org.jrunc.conformance.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name that the program is called by is the name it speaks under, if that is runc's. */
@BundleTest
class ProgramNameTest {

  private static Path link(OciRuntime runtime, String name) throws IOException {
    var directory = Files.createDirectory(Suite.newPath("bin"));
    return Files.createSymbolicLink(directory.resolve(name), runtime.binary());
  }

  private static Outcome run(Path program, OciRuntime runtime, String... arguments) {
    var line = new ArrayList<>(List.of(program.toString(), "--root", runtime.root().toString()));
    line.addAll(List.of(arguments));
    return new Command(line).run();
  }

  /** As go-runc reads it: a line each, by how it begins. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v", "-version", "--version=true"})
  void tellsItsVersionAsRuncDoes(String flag, OciRuntime runtime) throws IOException {
    var runc = OciRuntime.runc();
    assertThat(runc.command(flag).run().succeeded().stdout())
        .matches("(?s)runc version \\S+\n.*^?spec: \\S+\n.*");
    for (var name : List.of("runc", "jrunc", "other")) {
      var outcome = run(link(runtime, name), runtime, flag).succeeded();
      assertThat(outcome.stderr()).isEmpty();
      var program = name.equals("runc") ? "runc" : "jrunc";
      var lines = outcome.stdout().lines().toList();
      assertThat(lines.getFirst()).matches(program + " version [0-9]+\\.[0-9]+\\.[0-9]+\\S*");
      assertThat(lines)
          .filteredOn(line -> line.startsWith("spec: "))
          .containsExactly("spec: 1.3.0");
      assertThat(lines.subList(1, lines.size()))
          .allMatch(line -> line.matches("(commit|spec|java|libseccomp): \\S+"));
    }
  }

  @Test
  void speaksOfItselfByThatName(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/no-such-program");
    var path = bundle.directory().toString();
    for (var name : List.of("runc", "jrunc", "other")) {
      var program = name.equals("runc") ? "runc" : "jrunc";
      for (var verb : List.of("create", "run")) {
        var outcome = run(link(runtime, name), runtime, verb, "--bundle", path, bundle.id());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("msg=\"" + program + " " + verb + " failed: ");
      }
      assertThat(run(link(runtime, name), runtime, "state", "--help").succeeded().stdout())
          .startsWith("NAME:\n   " + program + " state - ");
      assertThat(run(link(runtime, name), runtime).succeeded().stdout())
          .startsWith("NAME:\n   " + program + " - Open Container Initiative runtime\n");
    }
  }

  /** urfave's complaint names the path that it was called by. */
  @Test
  void complainsOfWrongCountsByThePathItWasCalledBy(OciRuntime runtime) throws IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var link = link(each, "runc");
      assertThat(run(link, each, "state").stderr())
          .contains("msg=\"" + link + ": \\\"state\\\" requires exactly 1 argument(s)\"");
    }
  }
}
