package org.jrunc.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DefaultSpecTest {

  @Test
  void isWhatRuncWritesButForVersionHostNameAndAmbientCapabilities(@TempDir Path bundle)
      throws IOException, InterruptedException {
    assumeTrue(run(bundle, "--version"), "runc is not installed");
    assertThat(run(bundle, "spec")).isTrue();
    var theirs = Documents.tree(Files.readString(bundle.resolve("config.json")));
    var unified = theirs.toString().contains("\"cgroup\"}");

    assertThat(neutral(Documents.tree(SpecWriter.compact(DefaultSpec.rootful(unified)))))
        .isEqualTo(neutral(theirs));
  }

  /** Drops what differs; runc 1.2 stopped giving ambient capabilities. */
  private static JsonNode neutral(JsonNode config) {
    ((ObjectNode) config).remove(List.of("ociVersion", "hostname"));
    ((ObjectNode) config.at("/process/capabilities")).remove("ambient");
    return config;
  }

  private static boolean run(Path directory, String argument)
      throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("runc", argument)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void rootlessMapsTheUserAndSharesTheNetwork() {
    var spec = DefaultSpec.rootless(1000, 1001, false);
    var linux = spec.linux() == null ? Linux.EMPTY : spec.linux();

    assertThat(linux.has(NamespaceType.USER)).isTrue();
    assertThat(linux.has(NamespaceType.NETWORK)).isFalse();
    assertThat(linux.resources()).isNull();
    assertThat(linux.uidMappings().getFirst().hostID()).isEqualTo(1000);
    assertThat(linux.gidMappings().getFirst().hostID()).isEqualTo(1001);
    assertThat(spec.mounts())
        .noneMatch(mount -> mount.options().stream().anyMatch(o -> o.startsWith("gid=")))
        .anyMatch(mount -> mount.destination().equals("/sys") && mount.isBind());
  }
}
