package org.jrunc.conformance.lifecycle;

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

/** What a user without privileges is told: where its containers are, and what cannot be done. */
@BundleTest
class UnprivilegedTest {
  private static final int USER = 1000;

  /** The user may read everything, as the distribution under test may lie where others cannot. */
  private static Outcome asUser(OciRuntime runtime, String runtimeDirectory, String... arguments) {
    var line =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=+dac_read_search"));
    line.add(runtime.binary().toString());
    line.addAll(List.of(arguments));
    return new Command(line)
        .env("XDG_RUNTIME_DIR", runtimeDirectory)
        .env("JRUNC_ENGINE", "oneshot")
        .env("USER", "kitten")
        .run();
  }

  private static Path ownDirectory() throws IOException {
    var directory = Files.createDirectory(Suite.newPath("xdg"));
    Files.setAttribute(directory, "unix:uid", USER);
    Files.setAttribute(directory, "unix:gid", USER);
    return directory;
  }

  @Test
  void hasItsContainersInItsRuntimeDirectory(OciRuntime runtime) throws IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var directory = ownDirectory().toString();
      var state = asUser(each, directory, "state", "nope");
      assertThat(state.exit()).isEqualTo(1);
      assertThat(state.stderr()).contains("msg=\"container does not exist\"");
      assertThat(asUser(each, directory, "list", "-q").succeeded().stdout()).isEmpty();
      var left = Path.of(directory, each.isOurs() ? "jrunc" : "runc", "left");
      Files.createDirectories(left);
      Files.writeString(left.resolve("state.json"), "{");
      assertThat(asUser(each, directory, "state", "left").stderr()).doesNotContain("not exist");
    }
  }

  @Test
  void needsAUserNamespace(Bundle bundle, OciRuntime runtime) throws IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var directory = ownDirectory().toString();
      var path = bundle.directory().toString();
      var outcome = asUser(each, directory, "create", "--bundle", path, bundle.id());
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr().lines()).hasSize(1);
      assertThat(outcome.stderr())
          .contains("create failed: rootless container requires user namespaces");
    }
  }

  @Test
  void writesASpecificationForItself(OciRuntime runtime) throws IOException {
    var directory = ownDirectory();
    asUser(runtime, directory.toString(), "spec", "--rootless", "-b", directory.toString())
        .succeeded();
    var document = Bundle.jsonFile(directory.resolve("config.json"));
    assertThat(document.at("/linux/uidMappings/0/hostID").asInt()).isEqualTo(USER);
    assertThat(document.at("/linux/gidMappings/0/hostID").asInt()).isEqualTo(USER);
  }
}
