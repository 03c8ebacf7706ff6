package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Images that podman and buildah build, each step in a container of the runtime. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanBuildTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static final String FILE =
      """
      FROM IMAGE
      RUN id -u >/user
      USER app
      WORKDIR /tmp
      RUN id -u >made
      ENTRYPOINT ["cat", "/user", "/tmp/made"]
      """;

  private static Outcome build(Podman podman, String tag, String text) throws IOException {
    var context = Files.createDirectory(Suite.newPath("context"));
    Files.writeString(context.resolve("Containerfile"), text);
    return podman.call("build", "--isolation=oci", "--tag=" + tag, context.toString());
  }

  @Feature("build --isolation oci: RUN with users and directories")
  void builds(OciRuntime runtime) throws IOException {
    try (var podman = Podman.with(runtime)) {
      build(podman, "built", FILE.replace("IMAGE", TestImage.NAME)).succeeded();
      assertThat(podman.says("run", "--rm", PodmanStore.parent(), "built").lines())
          .containsExactly("0", "1000");
      podman.says("rmi", "built");
    }
  }

  @Feature("build: a step that fails, a missing command")
  void reportsFailures(OciRuntime runtime) throws IOException {
    try (var podman = Podman.with(runtime)) {
      var failed = build(podman, "failed", "FROM " + TestImage.NAME + "\nRUN exit 9\n");
      assertThat(failed.exit()).isEqualTo(9);
      var text = "FROM " + TestImage.NAME + "\nRUN [\"/missing\"]\n";
      var missing = build(podman, "missing", text);
      assertThat(missing.exit()).isEqualTo(1);
      assertThat(missing.stderr()).containsIgnoringCase("no such file or directory");
    }
  }
}
