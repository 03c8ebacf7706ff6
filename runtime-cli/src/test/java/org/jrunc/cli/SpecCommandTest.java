package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spec}. */
class SpecCommandTest {
  @TempDir Path directory;

  @Test
  void writesASpecificationThatCanBeReadBack() throws IOException {
    var outcome = jrunc(directory, "spec");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    var spec = Spec.read(Files.readAllBytes(directory.resolve("config.json")));
    assertThat(spec.hostname()).isEqualTo("jrunc");
    assertThat(spec.mounts()).hasSize(7);
  }

  @Test
  void indentsWithTabsAndObeysTheUmask() throws IOException {
    jrunc(directory, "spec");
    var file = directory.resolve("config.json");
    assertThat(file).content().startsWith("{\n\t\"ociVersion\": \"1.3.0\",\n\t\"process\": {\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void writesIntoTheBundle() throws IOException {
    var bundle = directory.resolve("bundle");
    Files.createDirectory(bundle);
    assertThat(jrunc(directory, "spec", "-b", "bundle").exitCode()).isZero();
    assertThat(bundle.resolve("config.json")).isNotEmptyFile();
    assertThat(directory.resolve("config.json")).doesNotExist();
  }

  @Test
  void neverReplacesASpecification() throws IOException {
    Files.writeString(directory.resolve("config.json"), "mine");
    var outcome = jrunc(directory, "spec");
    assertThat(outcome.error()).contains("msg=\"File config.json exists. Remove it first\"");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(directory.resolve("config.json")).hasContent("mine");
  }

  @Test
  void refusesABundleThatDoesNotExist() {
    assertThat(jrunc(directory, "spec", "--bundle", "/nope").error())
        .contains("msg=\"chdir /nope: no such file or directory\"");
  }

  @Test
  void givesAUserWithoutPrivilegesAUserNamespace() throws IOException {
    jrunc(directory, "spec", "--rootless");
    var spec = Spec.read(Files.readAllBytes(directory.resolve("config.json")));
    var linux = spec.linux();
    assertThat(linux).isNotNull();
    assertThat(linux.has(NamespaceType.USER)).isTrue();
    assertThat(linux.has(NamespaceType.NETWORK)).isFalse();
    assertThat(linux.uidMappings()).hasSize(1);
    assertThat(linux.resources()).isNull();
    assertThat(spec.mounts())
        .allSatisfy(m -> assertThat(m.options()).noneMatch(o -> o.startsWith("gid=")));
  }
}
