package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** crun's options for symbolic links; the installed references are too old for them. */
@BundleTest
class SymbolicLinkTest {

  @Test
  @Covers("/mounts/*/options=copy-symlink")
  void copiesALinkAndBindsAnythingElse(Bundle bundle, OciRuntime runtime) throws IOException {
    var file = bundle.newDirectory("source").resolve("file");
    Files.writeString(file, "text");
    bundle.mount("/a/copy", "bind", link(bundle, "any/where").toString(), "bind", "copy-symlink");
    bundle.mount("/a/file", "bind", file.toString(), "bind", "copy-symlink");
    bundle.args("/probe", "facts", "stat=/a/copy", "read=/a/file");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("stat:/a/copy")).isEqualTo("-> any/where");
    assertThat(facts.get("read:/a/file")).isEqualTo("bytes");
    assertThat(facts.values()).doesNotContainKey("mount:/a/copy").containsKey("mount:/a/file");
  }

  @Test
  void copiesALinkOnlyOverOneThatSaysTheSame(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.mount("/copy", "bind", link(bundle, "any/where").toString(), "bind", "copy-symlink");
    for (var content : new String[] {"any/where", "any/wherE", "any", "any/where/else"}) {
      bundle.freshRoot();
      Files.createSymbolicLink(bundle.root().resolve("copy"), Path.of(content));
      var outcome = bundle.args("/probe", "true").container(runtime).run();
      if (content.equals("any/where")) {
        outcome.succeeded();
      } else {
        assertThat(outcome.stderr())
            .contains("symlink `/copy` already exists with a different content (from /mounts/");
      }
    }
  }

  @Test
  @Covers("/mounts/*/options=src-nofollow")
  void bindsALinkItself(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.mount("/m", "bind", link(bundle, "any/where").toString(), "bind", "src-nofollow");
    bundle.args("/probe", "facts", "stat=/m");
    assertThat(Facts.gather(runtime, bundle).get("stat:/m")).isEqualTo("-> any/where");
  }

  @Test
  @Covers("/mounts/*/options=dest-nofollow")
  void coversALinkItself(Bundle bundle, OciRuntime runtime) throws IOException {
    var source = link(bundle, "of/the/host").toString();
    bundle.mount("/m", "bind", source, "bind", "src-nofollow", "dest-nofollow");
    bundle.args("/probe", "facts", "stat=/m");
    bundle.rootLink("m", "of/the/image");
    assertThat(Facts.gather(runtime, bundle).get("stat:/m")).isEqualTo("-> of/the/host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sys/kernel", "/dev/pts/ptmx"})
  void coversNoneOfTheKernelsFiles(String target, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    var source = bundle.newDirectory("source");
    if (target.endsWith("ptmx")) {
      source = Files.writeString(source.resolve("file"), "text");
    }
    bundle.mount(target, "bind", source.toString(), "bind", "dest-nofollow");
    assertThat(bundle.container(runtime).run().stderr())
        .contains(
            "override of the mount destination `" + target + "` is not allowed (from /mounts/");
  }

  private static Path link(Bundle bundle, String content) throws IOException {
    return Files.createSymbolicLink(bundle.newDirectory("links").resolve("link"), Path.of(content));
  }
}
