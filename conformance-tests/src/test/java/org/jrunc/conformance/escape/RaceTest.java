package org.jrunc.conformance.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process of the host, as it could be one in another container with the same volume, exchanges
 * directories of the image for symbolic links out of it while containers are created
 * (CVE-2021-30465, CVE-2024-45310, CVE-2026-41579, CVE-2026-47766).
 */
@BundleTest
class RaceTest {
  private static final int AT_ONCE = 4;

  @Test
  void nothingLeavesTheRootWhileItsDirectoriesBecomeLinks(Bundle bundle, OciRuntime runtime)
      throws Exception {
    var outside = bundle.newDirectory("outside");
    var file = Files.writeString(bundle.newDirectory("source").resolve("file"), "text");
    bundle.mount("/a/tmpfs", "tmpfs", "tmpfs");
    bundle.mount("/a/made/on/the/way", "tmpfs", "tmpfs");
    bundle.mount("/a/file", "bind", file.toString(), "bind");
    bundle.mount(
        "/a/deep/directory",
        "bind",
        bundle.directory().resolve("source").toString(),
        "rbind",
        "ro");
    bundle.edit(RaceTest::moreTargets).args("/probe", "true");
    var bundles = copies(bundle);
    var ended = new AtomicInteger();
    try (var _ = racer(bundle, "a", outside)) {
      inParallel(bundles, 2000, one -> ended.addAndGet(run(one, runtime)));
    }
    assertThat(outside).as("what came out of the root").isEmptyDirectory();
    assertThat(file).as("the source of a bind").hasContent("text");
    // The race took place: some lookups went through the link, which leads on inside the root.
    assertThat(bundle.root().resolve(outside.toString().substring(1))).isNotEmptyDirectory();
    assertThat(ended.get()).as("containers that ran").isBetween(1, 2000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "proc", "sys"})
  void nothingLeavesTheRootWhileTheKernelsDirectoriesBecomeLinks(
      String name, Bundle bundle, OciRuntime runtime) throws Exception {
    var outside = bundle.newDirectory("outside");
    var bundles = copies(bundle.args("/probe", "true"));
    var ended = new AtomicInteger();
    try (var _ = racer(bundle, name, outside)) {
      inParallel(bundles, 400, one -> ended.addAndGet(run(one, runtime)));
    }
    assertThat(outside).as("what came out of the root").isEmptyDirectory();
    assertThat(ended.get()).as("containers that ran").isBetween(1, 399);
  }

  /**
   * While anything on the host is renamed or mounted the kernel answers EAGAIN to who walks a
   * {@code ..} below a root of his own: openat2(2).
   */
  @Test
  void lookupsOutlastWhatIsRenamedAndMountedOnTheHost(Bundle bundle, OciRuntime runtime)
      throws Exception {
    bundle.rootLink("a/b/c/link", "../../../a/b/../../target/../target");
    bundle.rootFile("target/file", "text").rootLink("null", "a/../target/file");
    for (int i = 0; i < 20; i++) {
      bundle.mount("/a/b/c/link/" + i + "/made", "tmpfs", "tmpfs");
    }
    bundle.edit(
        config -> {
          config.withArray("/linux/maskedPaths").add("/a/b/c/link/file").add("/null");
          config.withArray("/linux/readonlyPaths").add("/a/b/../b/c").add("/a/../missing");
          config.withObject("/process").put("cwd", "/a/b/c/../c/link/0/made");
          config.withObject("/root").put("readonly", false);
        });
    var bundles = copies(bundle.args("/probe", "true"));
    var elsewhere = bundle.newDirectory("elsewhere");
    try (var _ = racer(bundle, "elsewhere", Files.createDirectory(elsewhere.resolve("other")))) {
      inParallel(bundles, 400, one -> one.container(runtime).run().succeeded());
    }
  }

  private static int run(Bundle bundle, OciRuntime runtime) {
    return bundle.container(runtime).run().exit() == 0 ? 1 : 0;
  }

  private static void moreTargets(ObjectNode config) {
    config.withObject("/process").put("cwd", "/a/cwd/made");
    var device = config.withArray("/linux/devices").addObject();
    device.put("path", "/a/null").put("type", "c").put("major", 1).put("minor", 3);
    config.withArray("/linux/maskedPaths").add("/a/tmpfs").add("/a/file");
    config.withArray("/linux/readonlyPaths").add("/a/deep");
    config.withObject("/root").put("readonly", false);
  }

  /** Bundles with the same root file system, so that containers can be made at once. */
  private static List<Bundle> copies(Bundle bundle) {
    var bundles = new ArrayList<>(List.of(bundle));
    while (bundles.size() < AT_ONCE) {
      var config = bundle.config().deepCopy();
      config.withObject("/root").put("path", bundle.root().toString());
      bundles.add(Bundle.create().edit(copy -> keepingCgroup(copy, config)));
    }
    return bundles;
  }

  private static void keepingCgroup(ObjectNode copy, ObjectNode config) {
    var cgroup = copy.at("/linux/cgroupsPath").asString();
    copy.setAll(config);
    copy.withObject("/linux").put("cgroupsPath", cgroup);
  }

  private static AutoCloseable racer(Bundle bundle, String name, Path outside) throws IOException {
    var root = bundle.root();
    var directory = Files.createDirectories(root.resolve(name));
    var link = Files.createSymbolicLink(root.resolve("link"), outside);
    var probe = Suite.program("probe").toString();
    var racer = new ProcessBuilder(probe, "race", "" + directory, "" + link).start();
    return () -> racer.destroyForcibly().waitFor();
  }

  private static void inParallel(List<Bundle> bundles, int tries, Consumer<Bundle> action)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var work = new ArrayList<Callable<Object>>();
      for (var one : bundles) {
        work.add(
            () -> {
              for (int i = 0; i < tries / AT_ONCE; i++) {
                action.accept(one);
              }
              return one;
            });
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
  }
}
