package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class MountTest {
  private static final int MANY = 150;

  @Test
  @Covers({"/mounts", "/mounts/*/type", "/mounts/*/source", "/mounts/*/destination"})
  void bindsASocketAFifoAndADevice(Bundle bundle, OciRuntime runtime) throws IOException {
    var socket = bundle.newDirectory("source").resolve("socket");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      bundle.mount("/run/socket", "bind", socket.toString(), "bind");
      bundle.mount("/run/zero", "bind", "/dev/zero", "bind");
      bundle.mount("run/relative", "bind", "source/socket", "bind");
      bundle.args("/probe", "facts", "stat=/run/zero", "read=/run/socket");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("stat:/run/zero")).startsWith("char 1:5");
      assertThat(facts.get("read:/run/socket")).isEqualTo("ENXIO");
      assertThat(facts.get("mount:/run/socket")).contains("/source/socket");
      assertThat(facts.get("mount:/run/relative")).contains("/source/socket");
    }
  }

  /** More than the 255 bytes that newer system calls take for one option. */
  @Test
  @Covers({"/mounts/*/options", "/mounts/*/type"})
  void mountsAnOverlayWhoseLayersHaveLongPaths(Bundle bundle, OciRuntime runtime)
      throws IOException {
    longLayers(bundle);
    bundle.args("/probe", "facts", "read=/layers/a", "read=/layers/b", "read=/layers/c");
    var facts = Facts.gather(runtime, bundle);
    for (var file : List.of("read:/layers/a", "read:/layers/b", "read:/layers/c")) {
      assertThat(facts.get(file)).isEqualTo("empty directory");
    }
    assertThat(facts.get("mount:/layers")).contains("nodev", "lowerdir=");
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(bundle.directory().toString());
    var reference = Facts.gather(OciRuntime.runc(), bundle);
    assertThat(facts.get("mount:/layers")).isEqualTo(reference.get("mount:/layers"));
  }

  private static void longLayers(Bundle bundle) {
    var layers = new ArrayList<String>();
    for (var name : List.of("a", "b", "c")) {
      var layer = name.repeat(120);
      bundle.newDirectory(layer + "/" + name);
      layers.add(bundle.directory().resolve(layer).toString());
    }
    var option = "lowerdir=" + String.join(":", layers);
    bundle.mount("/layers", "overlay", "overlay", "nodev", option + ",index=off");
  }

  @Test
  @Covers("/mounts/*/options")
  void takesSeveralOptionsInOneString(Bundle bundle, OciRuntime runtime) {
    bundle.mount("/m", "tmpfs", "tmpfs", "size=64k,mode=750,,nr_inodes=7", "");
    bundle.args("/probe", "facts", "stat=/m");
    var facts = Facts.gather(runtime, bundle);
    var reference = Facts.gather(OciRuntime.runc(), bundle);
    assertThat(facts.get("mount:/m")).contains("size=64k", "nr_inodes=7");
    assertThat(facts.get("mount:/m")).isEqualTo(reference.get("mount:/m"));
    assertThat(facts.get("stat:/m")).isEqualTo(reference.get("stat:/m"));
  }

  @Test
  @Covers({"/mounts", "/mounts/*/destination"})
  void mountsOverMountsInTheOrderOfTheList(Bundle bundle, OciRuntime runtime) throws IOException {
    Files.writeString(bundle.newDirectory("source").resolve("file"), "text");
    bundle.mount("/m", "tmpfs", "tmpfs", "size=64k");
    bundle.mount("/m/below", "bind", "source", "bind");
    bundle.mount("/m/below/file", "bind", "/dev/null", "bind");
    bundle.mount("/m", "tmpfs", "tmpfs", "size=128k");
    bundle.mount("/m/below", "bind", "source", "bind", "ro");
    bundle.args("/probe", "facts", "read=/m/below/file", "write=/m/below");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("read:/m/below/file")).isEqualTo("bytes");
    assertThat(facts.get("write:/m/below")).isEqualTo("EROFS");
    assertThat(facts.get("mount:/m")).contains("size=64k");
    assertThat(facts.get("mount:/m#2")).contains("size=128k");
  }

  @Test
  @Covers("/mounts/*/destination")
  void findsTargetsThroughNestedLinksOfTheImage(Bundle bundle, OciRuntime runtime) {
    bundle
        .rootLink("one", "/two/x")
        .rootLink("two", "deep/./er")
        .rootLink("deep/er/x", "../../end");
    bundle.rootLink("out", "../../../../../../../../end/of/it");
    bundle.rootFile("end/there", "text").mount("/one/made", "tmpfs", "tmpfs");
    bundle.mount("/out/side", "tmpfs", "tmpfs");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.values()).containsKey("mount:/end/made").containsKey("mount:/end/of/it/side");
  }

  @Test
  @Covers("/mounts/*/options=ro")
  void keepsASourceReadOnlyThatIsReadOnly(Bundle bundle, OciRuntime runtime) {
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tmpfs(source, "ro")) {
      bundle.mount("/same", "bind", source.toString(), "bind");
      bundle.mount("/ro", "bind", source.toString(), "bind", "ro");
      bundle.mount("/rw", "bind", source.toString(), "bind", "rw", "nosuid");
      bundle.args("/probe", "facts", "write=/same", "write=/ro", "write=/rw");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.get("write:/same")).isEqualTo("EROFS");
      assertThat(facts.get("write:/ro")).isEqualTo("EROFS");
      assertThat(facts.get("write:/rw")).isEqualTo("EROFS");
    }
  }

  @Test
  @Covers("/mounts/*/source")
  void createsNoSourceThatIsMissing(Bundle bundle, OciRuntime runtime) {
    bundle.mount("/m", "bind", "missing", "bind");
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("no such file or directory");
    assertThat(bundle.directory().resolve("missing")).doesNotExist();
  }

  @ParameterizedTest
  @Covers({"/mounts/*/type", "/mounts/*/options"})
  @CsvSource({
    "nosuchfs, defaults, no such device",
    "tmpfs, nonsense=1, invalid argument",
    "bind, ro, no such device",
  })
  void saysWhatTheKernelRefuses(
      String type, String option, String cause, Bundle bundle, OciRuntime runtime) {
    bundle.mount("/m", type, "none", option);
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains(cause).contains("/m");
  }

  @Test
  @Covers({"/linux/maskedPaths", "/linux/readonlyPaths"})
  void masksManyPathsWithOneEmptyDirectory(Bundle bundle, OciRuntime runtime) {
    IntStream.range(0, MANY).forEach(i -> bundle.rootFile("d" + i + "/file", "secret"));
    bundle.edit(
        c -> {
          var masked = c.withObject("/linux").putArray("maskedPaths");
          IntStream.range(0, MANY).forEach(i -> masked.add("/d" + i));
          masked.add("/d0/file").add("/missing");
        });
    bundle.args("/probe", "facts", "read=/d0", "read=/d149", "read=/d149/file", "write=/d7");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("read:/d0")).isEqualTo("empty directory");
    assertThat(facts.get("read:/d149")).isEqualTo("empty directory");
    assertThat(facts.get("read:/d149/file")).isEqualTo("ENOENT");
    assertThat(facts.get("write:/d7")).isEqualTo("EROFS");
  }

  @Test
  @Covers("/linux/maskedPaths")
  void masksAPathOnceThatIsListedTwice(Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("d/file", "secret").rootFile("file", "secret");
    bundle.edit(
        c ->
            Bundle.strings(
                c.withObject("/linux").putArray("maskedPaths"),
                "/d",
                "/file",
                "/d/",
                "//d",
                "/file"));
    bundle.args("/probe", "facts");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.values()).containsKeys("mount:/d", "mount:/file");
    assertThat(facts.values()).doesNotContainKeys("mount:/d#2", "mount:/file#2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--no-pivot"})
  void makesTheRootReadOnlyByItsPath(String option, Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        c -> Bundle.strings(c.withObject("/linux").putArray("readonlyPaths"), "/proc/sys", "/"));
    bundle.edit(c -> c.withObject("/root").put("readonly", false));
    bundle.mount("/m", "tmpfs", "tmpfs").args("/probe", "facts", "write=/", "write=/m");
    var options = option.isEmpty() ? new String[0] : new String[] {option};
    for (var one : List.of(runtime, OciRuntime.newerRunc())) {
      var facts = Facts.gather(one, bundle, options);
      assertThat(facts.get("write:/")).as(one.name()).isEqualTo("EROFS");
      assertThat(facts.get("write:/m")).as(one.name()).isEqualTo("ok");
    }
  }

  /** No runtime does. */
  @Test
  void saysThatTheRootCannotBeMasked(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(c -> Bundle.strings(c.withObject("/linux").putArray("maskedPaths"), "/"));
    try (var container = bundle.container(runtime)) {
      assertThat(container.create().succeeded().stderr())
          .contains("ignoring masked path `/`: the root cannot be hidden");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maskedPaths", "readonlyPaths"})
  void restrictsNothingBelowAFile(String property, Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("d/file", "text");
    bundle.edit(c -> Bundle.strings(c.withObject("/linux").putArray(property), "/d/file/x"));
    for (var one : runtime.besideRuncs()) {
      try (var container = bundle.container(one)) {
        assertThat(container.create().stderr())
            .contains("/d/file/x")
            .contains("not a directory")
            .contains(one.isOurs() ? "(from /linux/" + property + "/0 in config.json)" : "");
      }
    }
  }

  /** What the second one covers is the first, not the directory of the image. */
  @ParameterizedTest
  @CsvSource({"mode=700, size=64k, 0700", "size=64k, size=32k, 0755", "mode=700, mode=711, 0711"})
  void givesATmpfsOnATmpfsTheModeOfTheFirst(
      String first, String second, String mode, Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("covered/file", "text").args("/probe", "facts", "stat=/covered");
    bundle.mount("/covered", "tmpfs", "tmpfs", first).mount("/covered", "tmpfs", "tmpfs", second);
    for (var one : List.of(runtime, OciRuntime.newerRunc())) {
      assertThat(Facts.gather(one, bundle).get("stat:/covered")).contains("mode " + mode);
    }
  }

  /** As wherever an image has {@code /var/run -> /run}. */
  @ParameterizedTest
  @CsvSource({
    "/absolute, size=64k",
    "/relative, size=64k",
    "/half/dir, size=64k",
    "/absolute, tmpcopyup",
  })
  void givesATmpfsBehindALinkTheModeOfWhatItCovers(
      String target, String option, Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("real/dir/file", "text").rootLink("absolute", "/real/dir");
    bundle.rootLink("relative", "real/../real/dir").rootLink("half", "/real");
    bundle.mount(target, "tmpfs", "tmpfs", option).args("/probe", "facts", "stat=/real/dir");
    for (var one : List.of(runtime, OciRuntime.newerRunc())) {
      var facts = Facts.gather(one, bundle);
      assertThat(facts.values()).containsKey("mount:/real/dir");
      assertThat(facts.get("stat:/real/dir")).as(one.name()).contains("mode 0755");
    }
  }

  /** So newer runcs take it; what was mounted there before can be a source. */
  @Test
  @Covers({"/mounts/*/destination", "/mounts/*/source"})
  void takesATargetThatIsGivenAsAPathOnTheHost(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    Files.writeString(bundle.newDirectory("source").resolve("file"), "text");
    var root = bundle.root().toString();
    bundle.mount(root + "/m", "bind", "source", "bind");
    bundle.mount(root + "/final/../last", "bind", root + "/m", "rbind");
    bundle.mount(root + "x", "tmpfs", "tmpfs");
    bundle.args("/probe", "facts", "read=/m/file", "read=/last/file");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("read:/m/file")).isEqualTo("bytes");
    assertThat(facts.get("read:/last/file")).isEqualTo("bytes");
    assertThat(facts.get("mount:" + root + "x")).contains("tmpfs");
  }

  /** Without SELinux the kernel knows no such option; runc passes it on all the same. */
  @Test
  @Covers(
      value = "/linux/mountLabel",
      instead = "SELinux: the option `context` reaches the kernel, which refuses it by name")
  void passesTheMountLabelToTheKernel(Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/linux").put("mountLabel", "system_u:object_r:type_t:s0:c1,c2"));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr())
        .contains("invalid argument")
        .contains("context")
        .contains("system_u:object_r:type_t:s0:c1,c2");
  }

  /**
   * Without `r` the host's other mounts stay shared; what is prepared on them must not show there.
   */
  @ParameterizedTest
  @Covers("/linux/rootfsPropagation={0}")
  @ValueSource(strings = {"slave", "shared", "private"})
  void changesNoMountOfAHostThatSharesAll(String propagation, Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/linux").put("rootfsPropagation", propagation));
    longLayers(bundle);
    bundle.args("/probe", "true");
    try (var container = bundle.container(runtime)) {
      var script =
          // Other mounts come and go with whatever else runs on the host.
          "points() { cut -d' ' -f5 /proc/self/mountinfo | grep -E '^/($|proc|sys|dev|"
              + bundle.directory().toString().substring(1)
              + ")'; }; mount --make-rshared / && points > \"$0\" && \"$@\" && points | diff \"$0\""
              + " -";
      var line =
          new ArrayList<>(List.of("unshare", "-m", "--propagation", "private", "sh", "-c", script));
      line.add(bundle.directory().resolve("mounts").toString());
      line.addAll(container.runCommand().line());
      var outcome = new Command(line).env("JRUNC_ENGINE", "oneshot").run().succeeded();
      assertThat(outcome.stdout()).isEmpty();
    }
  }

  /** On a host whose root is shared the container's own mounts come and go with it. */
  @ParameterizedTest
  @Covers("/linux/rootfsPropagation={0}")
  @CsvSource({
    "shared, shared",
    "rshared, shared",
    "slave, private",
    "rslave, private",
    "private, private",
    "rprivate, private",
    "unbindable, unbindable",
    "runbindable, unbindable",
  })
  void propagatesMountsOfTheRoot(
      String propagation, String expected, Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/linux").put("rootfsPropagation", propagation));
    bundle.mount("/m", "tmpfs", "tmpfs");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("mount:/")).endsWith(expected);
  }
}
