package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Working containers of buildah. */
@Client(
    name = "buildah",
    version = {"/usr/bin/buildah", "--version"})
class BuildahTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static String says(OciRuntime runtime, String... arguments) {
    return call(runtime, arguments).succeeded().stdout().strip();
  }

  private static Outcome call(OciRuntime runtime, String... arguments) {
    var line = new ArrayList<>(List.of(arguments));
    if (line.getFirst().equals("run")) {
      line.addAll(1, List.of("--runtime=" + runtime.binary(), "--isolation=oci"));
    }
    return Podman.start().command("buildah", line.toArray(String[]::new)).run();
  }

  @Feature("run: output, exit code, user, volume, a missing command")
  void runsCommands(OciRuntime runtime) throws IOException {
    var shared = Files.createDirectory(Suite.newPath("shared"));
    Files.writeString(shared.resolve("file"), "shared\n");
    var name = says(runtime, "from", TestImage.NAME);
    try {
      assertThat(says(runtime, "run", name, "--", "sh", "-c", "echo x >/y; cat /y")).isEqualTo("x");
      assertThat(says(runtime, "run", "--user=app", name, "--", "id", "-u")).isEqualTo("1000");
      var volume = "--volume=" + shared + ":/data:ro";
      assertThat(says(runtime, "run", volume, name, "--", "cat", "/data/file")).isEqualTo("shared");
      assertThat(call(runtime, "run", name, "--", "sh", "-c", "exit 6").exit()).isEqualTo(6);
      var missing = call(runtime, "run", name, "--", "/missing");
      assertThat(missing.exit()).isNotZero();
      assertThat(missing.stderr()).containsIgnoringCase("no such file or directory");
    } finally {
      says(runtime, "rm", name);
    }
  }

  @Feature("bud --isolation oci")
  void buildsAnImage(OciRuntime runtime) throws IOException {
    var context = Files.createDirectory(Suite.newPath("context"));
    Files.writeString(
        context.resolve("Containerfile"), "FROM " + TestImage.NAME + "\nRUN echo built >/file\n");
    var runtimeOption = "--runtime=" + runtime.binary();
    says(runtime, "bud", runtimeOption, "--isolation=oci", "--tag=bud", context.toString());
    var name = says(runtime, "from", "bud");
    try {
      assertThat(says(runtime, "run", name, "--", "cat", "/file")).isEqualTo("built");
    } finally {
      says(runtime, "rm", name);
      call(runtime, "rmi", "bud");
    }
  }
}
