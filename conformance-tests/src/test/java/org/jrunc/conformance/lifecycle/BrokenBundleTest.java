package org.jrunc.conformance.lifecycle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@BundleTest
class BrokenBundleTest {

  /**
   * A way to break a bundle; it is applied again before each runtime, after the root was made anew.
   */
  record Damage(String name, Consumer<Bundle> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Damage> damages() {
    return Stream.concat(brokenFiles(), Stream.concat(brokenProcess(), brokenLinux()));
  }

  private static Stream<Damage> brokenFiles() {
    return Stream.of(
        new Damage("no config", bundle -> remove(bundle, "config.json")),
        new Damage("broken JSON", bundle -> bundle.writeConfig("{\"ociVersion\": \"1.0.2\", ")),
        new Damage("empty config", bundle -> bundle.writeConfig("")),
        new Damage("a number for the process", bundle -> bundle.edit(c -> c.put("process", 7))),
        new Damage("no rootfs", bundle -> remove(bundle, "rootfs/probe", "rootfs")),
        new Damage(
            "rootfs is a file",
            bundle -> bundle.edit(c -> c.withObject("/root").put("path", "config.json"))),
        new Damage("no root object", bundle -> bundle.edit(c -> c.remove("root"))),
        new Damage("no process object", bundle -> bundle.edit(c -> c.remove("process"))),
        new Damage("no linux object", bundle -> bundle.edit(c -> c.remove("linux"))));
  }

  private static Stream<Damage> brokenProcess() {
    return Stream.of(
        new Damage("no arguments", bundle -> bundle.args()),
        new Damage("executable that does not exist", bundle -> bundle.args("/no-such-program")),
        new Damage(
            "executable in a directory that does not exist",
            bundle -> bundle.args("/no/such/program")),
        new Damage("executable that is not in PATH", bundle -> bundle.args("no-such-program")),
        new Damage(
            "executable without permission",
            bundle -> file(bundle.args("/text"), "text", "rw-r--r--")),
        new Damage(
            "executable without permission in PATH",
            bundle -> file(path(bundle).args("text"), "text", "rw-r--r--")),
        new Damage("executable that is a directory", bundle -> bundle.args("/dev")),
        new Damage("executable below a file", bundle -> bundle.args("/probe/x")),
        new Damage(
            "executable that is no program",
            bundle -> file(bundle.args("/text"), "text", "rwxr-xr-x")),
        new Damage(
            "script without its interpreter",
            bundle -> file(bundle.args("/script"), "script", "rwxr-xr-x")),
        new Damage("relative cwd", process("cwd", "'relative'")),
        new Damage("cwd that is a file", process("cwd", "'/probe'")),
        new Damage("no cwd", bundle -> bundle.edit(c -> c.withObject("/process").remove("cwd"))),
        new Damage("terminal without console socket", process("terminal", "true")),
        new Damage(
            "unknown rlimit", process("rlimits", "[{'type':'RLIMIT_FUN','soft':1,'hard':1}]")),
        new Damage(
            "soft above hard limit",
            process("rlimits", "[{'type':'RLIMIT_NOFILE','soft':9,'hard':8}]")),
        new Damage(
            "hook that does not exist",
            bundle -> bundle.hook("createRuntime", "/no/such/hook", Map.of())),
        new Damage(
            "hook that is not absolute", bundle -> bundle.hook("createRuntime", "hook", Map.of())),
        new Damage("prestart hook that fails", bundle -> failing(bundle, "prestart")),
        new Damage("createRuntime hook that fails", bundle -> failing(bundle, "createRuntime")),
        new Damage(
            "createContainer hook that fails", bundle -> failing(bundle, "createContainer")));
  }

  private static Stream<Damage> brokenLinux() {
    return Stream.of(
        new Damage("unknown namespace", linux("namespaces", "[{'type':'mount'},{'type':'fun'}]")),
        new Damage(
            "the same namespace twice", linux("namespaces", "[{'type':'mount'},{'type':'mount'}]")),
        new Damage(
            "namespace at no path",
            linux("namespaces", "[{'type':'mount'},{'type':'ipc','path':'/no/such'}]")),
        new Damage("hostname without uts namespace", bundle -> bundle.namespaces("mount", "pid")),
        new Damage("sysctl without its namespace", linux("sysctl", "{'kernel.panic':'1'}")),
        new Damage("sysctl that does not exist", linux("sysctl", "{'net.no.such':'1'}")),
        new Damage("unknown file system", bundle -> bundle.mount("/fun", "funfs", "fun")),
        new Damage(
            "bind of nothing", bundle -> bundle.mount("/fun", "bind", "/no/such/source", "bind")),
        new Damage(
            "bind of a file on a directory",
            bundle -> bundle.mount("/dev", "bind", "/etc/passwd", "bind")),
        new Damage(
            "mount option that does not exist",
            bundle -> bundle.mount("/fun", "tmpfs", "tmpfs", "fun=1")),
        new Damage("mount outside by symbolic link", BrokenBundleTest::outside),
        new Damage("unknown seccomp action", linux("seccomp", "{'defaultAction':'SCMP_ACT_FUN'}")),
        new Damage("unknown propagation", linux("rootfsPropagation", "'fun'")),
        new Damage("memory limit below use", linux("resources", "{'memory':{'limit':1}}")),
        new Damage("cpuset that does not exist", linux("resources", "{'cpu':{'cpus':'4095'}}")),
        new Damage(
            "mapping without user namespace",
            linux("uidMappings", "[{'containerID':0,'hostID':0,'size':1}]")),
        new Damage(
            "device in place of a directory",
            linux("devices", "[{'path':'/dev/pts','type':'c','major':1,'minor':3}]")));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void failsAsRuncFailsAndLeavesNothing(Damage damage, Bundle bundle, OciRuntime runtime) {
    var reference = failure(OciRuntime.runc(), bundle, damage, "create");
    var failure = failure(runtime, bundle, damage, "create");
    assertThat(
            KnownDifferences.unexplained(runtime, damage.name, failure.differencesFrom(reference)))
        .describedAs("failure that differs from runc's")
        .isEmpty();
  }

  private static Facts failure(OciRuntime runtime, Bundle bundle, Damage damage, String verb) {
    try (var container = bundle.freshRoot().write().container(runtime)) {
      damage.apply.accept(bundle);
      var created = container.create();
      var facts = new TreeMap<>(Map.of(verb + " exit", Integer.toString(created.exit())));
      facts.put(verb + " phrases", created.phrases().toString());
      facts.put(verb + " stderr", created.stderr().isEmpty() ? "silent" : "something");
      facts.put("status after " + verb, container.status());
      if (created.exit() == 0) {
        // Some errors show only when the program is executed, after which nobody is there to report
        // them.
        facts.put("start exit", Integer.toString(container.start().exit()));
      }
      return new Facts(facts);
    } finally {
      if (!runtime.equals(OciRuntime.underTest())) {
        Cgroups.removeTree(Suite.cgroup() + "/" + bundle.id());
      }
    }
  }

  private static Consumer<Bundle> process(String property, String value) {
    return bundle -> bundle.edit(c -> c.withObject("/process").set(property, json(value)));
  }

  private static Consumer<Bundle> linux(String property, String value) {
    return bundle -> bundle.edit(c -> c.withObject("/linux").set(property, json(value)));
  }

  /** Newer runcs have left their log by then; the status of 1.1 is still 1. */
  @Test
  void runLeavesTheWordsOfAFailedExecveOnTheStreamOfTheContainer(
      Bundle bundle, OciRuntime runtime) {
    file(bundle.args("/script"), "script", "rwxr-xr-x");
    var words = "exec /script: no such file or directory\n";
    try (var container = bundle.container(OciRuntime.runc())) {
      assertThat(container.run().stderr()).isEqualTo(words);
    }
    try (var container = bundle.container(runtime)) {
      var outcome = container.run();
      assertThat(outcome.stderr()).isEqualTo(words);
      assertThat(outcome.exit()).isEqualTo(255);
    }
  }

  /** As newer runcs; by then the process has the container's streams, and no log. */
  @Test
  void runLeavesTheWordsOfAFailedStartContainerHookThere(Bundle bundle, OciRuntime runtime) {
    bundle.args("/probe", "true").hook("startContainer", "/no/such/hook", Map.of());
    for (var each : List.of(OciRuntime.newerRunc(), runtime)) {
      try (var container = bundle.freshRoot().container(each)) {
        var outcome = container.run();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(255);
        assertThat(outcome.stderr())
            .startsWith("error running startContainer hook #0: fork/exec /no/such/hook: no such");
      }
    }
  }

  /** A file that is found but cannot be executed is named by where it was found. */
  @ParameterizedTest
  @CsvSource({
    "script, PATH=/a:/b:/c, /b/script: no such file or directory",
    "text, PATH=/a:/c//../b/:/c, /b/text: exec format error",
    "empty, PATH=/c:/b, /b/empty: exec format error",
    "/b/../b/text, PATH=/, /b/../b/text: exec format error",
    "../b/text, PATH=/, ../b/text: exec format error",
  })
  void aFailedExecveNamesTheFileThatWasFound(
      String name, String path, String words, Bundle bundle, OciRuntime runtime)
      throws IOException {
    for (var directory : List.of("a", "b", "c")) {
      Files.createDirectory(bundle.root().resolve(directory));
    }
    file(bundle, "a/text", "rw-r--r--");
    file(bundle, "b/text", "rwxr-xr-x");
    file(bundle, "b/script", "rwxr-xr-x");
    file(bundle, "b/empty", "rwxr-xr-x");
    Files.writeString(bundle.root().resolve("b/empty"), "");
    bundle.args(name).edit(c -> Bundle.strings(c.withObject("/process").putArray("env"), path));
    bundle.edit(c -> c.withObject("/process").put("cwd", "/a"));
    for (var each : runtime.besideRuncs()) {
      try (var container = bundle.container(each)) {
        assertThat(container.run().stderr()).as(each.toString()).isEqualTo("exec " + words + "\n");
      }
    }
    // Of a command of its own, start, that knows no program.
    try (var container = bundle.container(runtime)) {
      container.create().succeeded();
      if (runtime.isOurs()) {
        assertThat(container.start().stderr()).contains("exec " + words);
      }
    }
  }

  @Test
  void aMessageShowsOnlyHowALongArrayBegins(Bundle bundle, OciRuntime runtime) {
    var gids = IntStream.range(1, 70_000).mapToObj(String::valueOf).collect(joining(",", "[", "]"));
    process("user", "{'uid':0,'gid':0,'additionalGids':" + gids + "}").accept(bundle);
    for (var each : runtime.besideRuncs()) {
      try (var container = bundle.freshRoot().container(each)) {
        var outcome = container.create();
        assertThat(outcome.exit()).as(each.toString()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("unable to start container process: ");
        assertThat(outcome.stderr()).hasSizeLessThan(1000);
        if (each.isOurs()) {
          assertThat(outcome.stderr())
              .contains("setgroups(69999, [1, 2, ", "31, 32, ...]) = EINVAL")
              .contains("(from /process/user in config.json)");
        }
      }
    }
  }

  private static Bundle path(Bundle bundle) {
    return bundle.edit(c -> Bundle.strings(c.withObject("/process").putArray("env"), "PATH=/"));
  }

  private static void failing(Bundle bundle, String kind) {
    bundle.edit(c -> c.remove("hooks"));
    bundle.hook(kind, Suite.program("probe").toString(), Map.of(), "hook", "exit", "3");
  }

  private static void remove(Bundle bundle, String... names) {
    try {
      for (var name : names) {
        Files.delete(bundle.directory().resolve(name));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void file(Bundle bundle, String name, String mode) {
    try {
      var text = name.endsWith("script") ? "#!/no/such/interpreter\n" : "text\n";
      var file = Files.writeString(bundle.root().resolve(name), text);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * A mount target whose parent is a link out of the root file system: it has to stay inside
   * (CVE-2021-30465).
   */
  private static void outside(Bundle bundle) {
    try {
      Files.createSymbolicLink(bundle.root().resolve("link"), bundle.directory());
      bundle.edit(c -> c.remove("mounts"));
      bundle.mount("/proc", "proc", "proc");
      bundle.mount("/link/config.json", "bind", "/dev/null", "bind");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
