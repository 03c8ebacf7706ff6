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
import org.jrunc.conformance.support.Requires;
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
      var left = Path.of(directory, name(each), "left");
      Files.createDirectories(left);
      Files.writeString(left.resolve("state.json"), "{");
      assertThat(asUser(each, directory, "state", "left").stderr()).doesNotContain("not exist");
    }
  }

  /** XDG Base Directory Specification: what has the sticky bit is not cleaned up. */
  @Test
  void keepsItsDirectoryFromBeingCleanedUp(OciRuntime runtime) throws IOException {
    for (var each : runtime.besideRuncs()) {
      var directory = ownDirectory();
      asUser(each, directory.toString(), "state", "nope");
      var made = directory.resolve(name(each));
      assertThat(Files.getAttribute(made, "unix:mode")).as("%s", each).isEqualTo(0041700);
    }
  }

  @Test
  void saysThatItsDirectoryCannotBeMade(OciRuntime runtime) throws IOException {
    for (var each : runtime.besideRuncs()) {
      var directory = Files.createDirectory(Suite.newPath("roots"));
      var outcome = asUser(each, directory.toString(), "list");
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stdout()).isEmpty();
      // runc says before it, on a line of its own, what the hint is here.
      assertThat(outcome.stderr().lines().toList().getLast())
          .endsWith("msg=\"mkdir " + directory + "/" + name(each) + ": permission denied\"");
    }
  }

  private static String name(OciRuntime runtime) {
    return runtime.isOurs() ? "jrunc" : "runc";
  }

  /** Which is what this version of jrunc cannot do yet. */
  @Test
  void isRefusedACgroup(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.userNamespace(100_000);
    var directory = ownDirectory();
    for (var verb : List.of("create", "run")) {
      var path = bundle.directory().toString();
      var outcome = asUser(runtime, directory.toString(), verb, "--bundle", path, bundle.id());
      assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
      assertThat(outcome.stderr().lines()).as("%s", outcome).hasSize(1);
      assertThat(outcome.stderr()).contains(verb + " failed: ");
      assertThat(directory.resolve("jrunc")).isEmptyDirectory();
    }
  }

  /** Its own user namespace, whose root is somebody without privileges on the host. */
  @Test
  void isToldWhatTheRootOfAUserNamespaceCannotDo(Bundle bundle, OciRuntime runtime)
      throws IOException {
    for (var each : runtime.besideRuncs()) {
      var root = Files.createDirectory(Suite.newPath("root")).toString();
      var path = bundle.freshRoot().directory().toString();
      var line = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
      line.addAll(List.of(each.binary().toString(), "--root", root));
      assertThat(inNamespace(line, "list", "-q").succeeded().stdout()).isEmpty();
      assertThat(inNamespace(line, "state", "nope").stderr()).contains("container does not exist");
      if (each.isOurs()) {
        var outcome = inNamespace(line, "create", "--bundle", path, bundle.id());
        assertThat(outcome.exit()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.stderr().lines()).as("%s", outcome).hasSize(1);
        assertThat(outcome.stderr()).containsAnyOf("operation not permitted", "permission denied");
        assertThat(Path.of(root)).isEmptyDirectory();
      }
    }
  }

  private static Outcome inNamespace(List<String> line, String... arguments) {
    var whole = new ArrayList<>(line);
    whole.addAll(List.of(arguments));
    return new Command(whole).env("JRUNC_ENGINE", "oneshot").run();
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
