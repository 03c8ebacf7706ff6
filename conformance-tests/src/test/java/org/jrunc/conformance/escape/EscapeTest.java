package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class EscapeTest {

  /**
   * Mount targets, devices and the cwd below links out of the root (CVE-2021-30465, CVE-2026-41579,
   * CVE-2026-47766).
   */
  @ParameterizedTest
  @ValueSource(strings = {"proc", "dev", "sys", "work"})
  void createsNothingBehindALinkOutOfTheRoot(String name, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var outside = bundle.newDirectory("outside");
    bundle.edit(c -> c.withObject("/process").put("cwd", "/work/made/here"));
    for (var target :
        List.of(
            outside,
            Path.of("../outside"),
            Path.of("../../../../../../../../..").resolve(outside.toString().substring(1)))) {
      bundle.freshRoot();
      Files.createSymbolicLink(bundle.root().resolve(name), target);
      try (var container = bundle.container(runtime)) {
        if (container.create().exit() == 0) {
          container.start();
        }
      }
      try (var entries = Files.list(outside)) {
        assertThat(entries).as("what came through %s -> %s", name, target).isEmpty();
      }
    }
  }

  /** A container must not be able to write the program that entered it (CVE-2019-5736). */
  @Test
  void cannotOverwriteTheRuntimeThroughProc(Bundle bundle, OciRuntime runtime) throws IOException {
    var record = bundle.newDirectory("record");
    bundle.mount("/record", "bind", record.toString(), "bind", "rw").args("/probe", "true");
    bundle.hook(
        "startContainer",
        "/probe",
        Map.of(),
        "probe",
        "overwrite",
        "/proc/1/exe",
        "/record/result");
    bundle.container(runtime).run();
    assertThat(Files.readString(record.resolve("result"))).doesNotContain("ok").isNotBlank();
  }

  /** A leaked directory descriptor would be a way out (CVE-2024-21626). */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void cannotBeginInADescriptorOfTheHost(int fd, Bundle bundle, OciRuntime runtime) {
    bundle
        .edit(c -> c.withObject("/process").put("cwd", "/proc/self/fd/" + fd))
        .args("/probe", "facts");
    var outcome = bundle.container(runtime).run();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
  }

  /** The same behind a link of the image (CVE-2024-21626). */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void cannotBeginInADescriptorOfTheHostBehindALink(int fd, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Files.createSymbolicLink(bundle.root().resolve("work"), Path.of("/proc/self/fd/" + fd));
    bundle.edit(c -> c.withObject("/process").put("cwd", "/work")).args("/probe", "facts");
    var outcome = bundle.container(runtime).run();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
  }

  /** An image whose program is the runtime itself gets it to run, not to write (CVE-2019-5736). */
  @ParameterizedTest
  @ValueSource(strings = {"name", "link", "interpreter"})
  void cannotHaveTheRuntimeForItsProgram(String how, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var before = contents(runtime);
    var entry = bundle.root().resolve("entry");
    switch (how) {
      case "link" -> Files.createSymbolicLink(entry, Path.of("/proc/self/exe"));
      case "interpreter" -> {
        Files.writeString(entry, "#!/proc/self/exe\n");
        assertThat(entry.toFile().setExecutable(true)).isTrue();
      }
      default -> bundle.args("/proc/self/exe");
    }
    if (!how.equals("name")) {
      bundle.args("/entry");
    }
    bundle.container(runtime).run();
    assertThat(contents(runtime)).isEqualTo(before);
  }

  private static List<Integer> contents(OciRuntime runtime) throws IOException {
    var files = new java.util.ArrayList<Integer>();
    for (var file : List.of(runtime.binary(), runtime.binary().resolve("../../lib/jrunc-init"))) {
      if (Files.exists(file.normalize())) {
        files.add(java.util.Arrays.hashCode(Files.readAllBytes(file.normalize())));
      }
    }
    return files;
  }
}
