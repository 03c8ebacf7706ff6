package org.jrunc.conformance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** Kinds of containers, and kinds of checkpoints. */
@BundleTest
class KindTest {

  @Test
  void restoresWhatIsMountedAnew(Bundle bundle, OciRuntime runtime) throws IOException {
    Subject.counting(bundle, "count");
    var shared = bundle.newDirectory("shared");
    Files.writeString(shared.resolve("file"), "first");
    bundle.mount("/deep/down/shared", "bind", shared.toString(), "rbind", "ro");
    bundle.mount("/deep/file", "bind", shared.resolve("file").toString(), "bind");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        subject.checkpoint().succeeded();
        Subject.withRoot(bundle);
        subject.restore().succeeded();
        var root = Path.of("/proc/" + subject.container().pid() + "/root");
        assertThat(root.resolve("deep/down/shared/file")).hasContent("first");
        assertThat(root.resolve("deep/file")).hasContent("first");
        assertThat(Bundle.text(root.resolve("../mountinfo").normalize()))
            .containsPattern("/deep/down/shared ro");
        subject.awaitCounting();
      }
    }
  }

  @Test
  void restoresAContainerInAUserNamespace(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle.userNamespace(100_000), "count");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        subject.checkpoint().succeeded();
        // CRIU reads most of the images when it is the root of the namespace already.
        subject.openImages();
        subject.restore().succeeded();
        var map = Bundle.text(Path.of("/proc/" + subject.container().pid() + "/uid_map"));
        assertThat(map.strip().split(" +")).containsExactly("0", "100000", "65536");
        subject.awaitCounting();
      }
    }
  }

  @Test
  void checkpointsAPausedContainerWhichThenIsPausedAgain(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        one.command("pause", subject.container().id()).run().succeeded();
        subject.checkpoint("--leave-running").succeeded();
        assertThat(subject.container().status()).as(one.name()).isEqualTo("paused");
        one.command("resume", subject.container().id()).run().succeeded();
        subject.awaitCounting();
      }
    }
  }

  @Test
  void writesTheLogWhereItIsToldTo(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    var work = Suite.newPath("work");
    try (var subject = new Subject(bundle, runtime).started()) {
      subject.checkpoint("--work-path", work.toString()).succeeded();
      assertThat(work.resolve("dump.log")).isNotEmptyFile();
      assertThat(subject.images().resolve("dump.log")).doesNotExist();
      subject.restore("--work-path", work.toString()).succeeded();
      assertThat(work.resolve("restore.log")).isNotEmptyFile();
      subject.awaitCounting();
    }
  }

  @Test
  void sendsPagesToAServer(Bundle bundle, OciRuntime runtime) throws IOException {
    Subject.counting(bundle, "count");
    var pages = Files.createDirectory(Suite.newPath("pages"));
    int port = freePort();
    var server =
        new Command(
                List.of(
                    "criu", "page-server", "--images-dir", pages.toString(), "--port", "" + port))
            .start();
    try (var subject = new Subject(bundle, runtime).started()) {
      Container.await("the page server", () -> listens(port));
      subject.checkpoint("--page-server", "127.0.0.1:" + port).succeeded();
      assertThat(server.await().exit()).isZero();
      assertThat(pages(pages)).isNotEmpty();
      assertThat(pages(subject.images())).isEmpty();
    }
  }

  private static List<String> pages(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("pages-"))
          .toList();
    }
  }

  @Test
  void tellsWhenPagesCanBeFetched(Bundle bundle, OciRuntime runtime) throws IOException {
    assumeTrue(
        new Command(List.of("criu", "check", "--feature", "uffd-noncoop")).run().exit() == 0,
        "this kernel has no userfaultfd for processes that fork");
    Subject.counting(bundle, "count");
    var status = Suite.newPath("status");
    int port = freePort();
    try (var subject = new Subject(bundle, runtime).started()) {
      var line =
          new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 7>\"$0\"", status.toString()));
      line.addAll(
          subject
              .checkpointCommand(
                  "--lazy-pages", "--status-fd", "7", "--page-server", "127.0.0.1:" + port)
              .line());
      var dumping = new Command(line).start();
      Container.await("the sign", () -> Files.exists(status) && size(status) == 1);
      assertThat(Files.readAllBytes(status)).containsExactly(0);
      assertThat(subject.container().status()).isNotEqualTo("missing");
      // Somebody who has what it wants: then the container is gone.
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      assertThat(dumping.await().exit()).isZero();
      assertThat(subject.container().status()).isEqualTo("missing");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    var name = String.format(Locale.ROOT, ":%04X 00000000:0000 0A", port);
    return Bundle.text(Path.of("/proc/net/tcp")).contains(name);
  }

  private static boolean tracksMemory() {
    return new Command(List.of("criu", "check", "--feature", "mem_dirty_track")).run().exit() == 0;
  }

  @Test
  void dumpsMemoryInAdvanceAndOnlyChangesLater(Bundle bundle, OciRuntime runtime) {
    assumeTrue(tracksMemory(), "this kernel has no tracking of changed pages");
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started();
        var last = subject.elsewhere(bundle, runtime)) {
      subject.checkpoint("--pre-dump").succeeded();
      assertThat(subject.container().status()).isEqualTo("running");
      var first = subject.images().getFileName();
      var images = subject.images().resolveSibling(first + "-last");
      runtime
          .command(
              "checkpoint",
              "--image-path",
              images.toString(),
              "--parent-path",
              "../" + first,
              subject.container().id())
          .run()
          .succeeded();
      assertThat(images.resolve("parent")).exists();
      runtime
          .command(
              "restore",
              "--detach",
              "--image-path",
              images.toString(),
              "--bundle",
              bundle.directory().toString(),
              subject.container().id())
          .run()
          .succeeded();
      last.awaitCounting();
    }
  }

  @Test
  void saysThatTheKernelCannotTrackMemory(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      var outcome = subject.checkpoint("--pre-dump");
      if (!tracksMemory()) {
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.stderr())
            .hasLineCount(1)
            .contains("criu is missing features: [MemTrack]");
      }
      assertThat(subject.container().status()).isEqualTo("running");
      subject.awaitCounting();
    }
  }
}
