package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Checkpoints through containerd: a counter goes on where it was. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdCheckpointTest {
  private static final String NO_CRIU = "crun: Debian builds it without CRIU";

  private static final String[] COUNTER = {
    "sh", "-c", "i=0; while :; do i=$((i+1)); echo $i > /new; mv /new /count; sleep 0.05; done"
  };

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature(value = "tasks: checkpoint, also with --exit", except = NO_CRIU)
  void checkpoints(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var id = counting(ctr);
      ctr.tasks("checkpoint", id).succeeded();
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
      var before = count(ctr, id);
      Container.await("the count to go on", () -> count(ctr, id) > before);
      var images = Files.createDirectory(Suite.newPath("images"));
      var work = Files.createDirectory(Suite.newPath("work"));
      ctr.tasks(
              "checkpoint",
              "--exit",
              "--image-path",
              images.toString(),
              "--work-path",
              work.toString(),
              id)
          .succeeded();
      ctr.await(id, "STOPPED");
      assertThat(images.resolve("core-1.img")).exists();
      assertThat(work.resolve("dump.log")).exists();
      ctr.tasks("delete", id);
      ctr.run("containers", "delete", id).succeeded();
    }
  }

  @Feature(value = "containers: checkpoint, restore --live", except = NO_CRIU)
  void restores(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = counting(ctr);
      var image = "localhost/checkpoint-" + id + ":latest";
      ctr.run("containers", "checkpoint", "--task", "--rw", "--image", id, image).succeeded();
      var before = count(ctr, id);
      ctr.remove(id);
      var restored = Suite.newId();
      ctr.run("containers", "restore", "--live", "--rw", restored, image).succeeded();
      assertThat(ctr.status(restored)).isEqualTo("RUNNING");
      Container.await("the count to go on", () -> count(ctr, restored) > before);
      ctr.remove(restored);
      ctr.run("images", "rm", image).succeeded();
    }
  }

  /** Starts the counter and lets it count to five. */
  private static String counting(Ctr ctr) {
    var id = ctr.started(List.of("--null-io"), COUNTER);
    Container.await("a count of five", () -> count(ctr, id) >= 5);
    return id;
  }

  private static int count(Ctr ctr, String id) {
    var outcome = ctr.tasks("exec", "--exec-id", Suite.newId(), id, "cat", "/count");
    return outcome.exit() == 0 ? Integer.parseInt(outcome.stdout().strip()) : 0;
  }
}
