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
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What {@code spec} writes is what runc writes, and runs. */
@BundleTest
class SpecTest {

  private static Path write(OciRuntime runtime, String... flags) throws IOException {
    var directory = Files.createDirectory(Suite.newPath("spec"));
    var line = new ArrayList<>(List.of("spec"));
    line.addAll(List.of(flags));
    line.removeIf(String::isEmpty);
    var outcome = runtime.command(line.toArray(String[]::new)).in(directory).run().succeeded();
    assertThat(outcome.stdout() + outcome.stderr()).isEmpty();
    return directory.resolve("config.json");
  }

  /**
   * A document without what newer runcs, and so jrunc, write differently: the version, a name of
   * its own, and no ambient capabilities since 1.2, as they have no effect on root.
   */
  private static ObjectNode comparable(Path file) {
    var document = (ObjectNode) Bundle.jsonFile(file);
    document.remove("ociVersion");
    document.remove("hostname");
    document.withObject("/process/capabilities").remove("ambient");
    return document;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--rootless", "-rootless=true", "--rootless=false"})
  void isTheDocumentOfRunc(String flag, OciRuntime runtime) throws IOException {
    var ours = write(runtime, flag);
    for (var reference : OciRuntime.runcs()) {
      var theirs = write(reference, flag);
      assertThat(comparable(ours)).isEqualTo(comparable(theirs));
      assertThat(new ArrayList<>(Bundle.jsonFile(ours).propertyNames()))
          .as("the order of the properties")
          .isEqualTo(new ArrayList<>(Bundle.jsonFile(theirs).propertyNames()));
      assertThat(Files.readAllLines(ours).subList(2, 30))
          .as("every byte up to the capabilities")
          .isEqualTo(Files.readAllLines(theirs).subList(2, 30));
    }
    if (runtime.isOurs()) {
      assertThat(Bundle.jsonFile(ours).at("/process/capabilities").has("ambient")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"0077, 0100600", "0022, 0100644", "0, 0100666"})
  void obeysTheMaskOfTheCaller(String umask, String mode, OciRuntime runtime) throws IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var directory = Files.createDirectory(Suite.newPath("spec"));
      var line = new ArrayList<>(List.of("/bin/sh", "-c", "umask " + umask + "; \"$@\"", "sh"));
      line.addAll(each.command("spec", "--bundle", directory.toString()).line());
      new Command(line).run().succeeded();
      assertThat(Files.getAttribute(directory.resolve("config.json"), "unix:mode"))
          .isEqualTo(Integer.parseInt(mode, 8));
    }
  }

  @Test
  void neverReplacesAFile(OciRuntime runtime) throws IOException {
    for (var each : List.of(runtime, OciRuntime.runc())) {
      var directory = Files.createDirectory(Suite.newPath("spec"));
      Files.createSymbolicLink(directory.resolve("config.json"), Path.of("/etc/hostname"));
      var outcome = each.command("spec", "-b", directory.toString()).run();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("msg=\"File config.json exists. Remove it first\"");
    }
  }

  /** The shell is the probe, which knows no verb {@code ""}; a terminal is what both ask for. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--rootless"})
  void makesABundleThatRunsAtOnce(String flag, Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.rootFile("bin/.keep", "");
    for (var each : List.of(runtime, OciRuntime.runc())) {
      bundle.freshRoot();
      Files.copy(
          bundle.root().resolve("probe"),
          bundle.root().resolve("bin/sh"),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(
          write(each, flag),
          bundle.directory().resolve("config.json"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      var line = new ArrayList<>(List.of(Suite.program("pty_run").toString(), "80x25", "80x25"));
      line.addAll(each.command("run", bundle.id()).line());
      var outcome = new Command(line).in(bundle.directory()).run();
      assertThat(outcome.exit()).as("%s", outcome).isEqualTo(64);
      assertThat(outcome.stdout()).doesNotContain("level=");
    }
  }
}
