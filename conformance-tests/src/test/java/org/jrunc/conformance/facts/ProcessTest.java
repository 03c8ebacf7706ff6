package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;
import static org.jrunc.conformance.support.Bundle.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The container's process: where its program is found, where it starts, what limits it. */
@BundleTest
class ProcessTest {

  @Test
  @Covers({
    "/process/rlimits/**",
    "/process/rlimits/*/type=RLIMIT_AS",
    "/process/rlimits/*/type=RLIMIT_CORE",
    "/process/rlimits/*/type=RLIMIT_CPU",
    "/process/rlimits/*/type=RLIMIT_DATA",
    "/process/rlimits/*/type=RLIMIT_FSIZE",
    "/process/rlimits/*/type=RLIMIT_LOCKS",
    "/process/rlimits/*/type=RLIMIT_MEMLOCK",
    "/process/rlimits/*/type=RLIMIT_MSGQUEUE",
    "/process/rlimits/*/type=RLIMIT_NICE",
    "/process/rlimits/*/type=RLIMIT_NOFILE",
    "/process/rlimits/*/type=RLIMIT_NPROC",
    "/process/rlimits/*/type=RLIMIT_RSS",
    "/process/rlimits/*/type=RLIMIT_RTPRIO",
    "/process/rlimits/*/type=RLIMIT_RTTIME",
    "/process/rlimits/*/type=RLIMIT_SIGPENDING",
    "/process/rlimits/*/type=RLIMIT_STACK"
  })
  void setsAllSixteenLimitsAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    var limits = new TreeMap<String, String>();
    for (var type :
        List.of("AS", "CORE", "CPU", "DATA", "FSIZE", "LOCKS", "RSS", "RTTIME", "STACK")) {
      limits.put(type, (8_000_000_000L + type.length()) + ":" + (9_000_000_000L + type.length()));
    }
    // These a root without CAP_SYS_RESOURCE can only lower.
    limits.put("MEMLOCK", "60000:65536");
    limits.put("MSGQUEUE", "1000:2000");
    limits.put("NICE", "0:0");
    limits.put("NOFILE", "100:200");
    limits.put("NPROC", "500:600");
    limits.put("RTPRIO", "0:0");
    limits.put("SIGPENDING", "100:200");
    bundle
        .args("/probe", "facts")
        .edit(
            config -> {
              var array = config.withObject("/process").putArray("rlimits");
              limits.forEach(
                  (type, values) ->
                      array
                          .addObject()
                          .put("type", "RLIMIT_" + type)
                          .put("soft", Long.parseLong(values.split(":")[0]))
                          .put("hard", Long.parseLong(values.split(":")[1])));
            });
    var reference = Facts.gather(OciRuntime.runc(), bundle);
    var facts = Facts.gather(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(runtime, "all limits", facts.differencesFrom(reference)))
        .isEmpty();
    assertThat(limits).hasSize(16);
    limits.forEach(
        (type, values) -> assertThat(facts.get("rlimit:" + type)).as(type).isEqualTo(values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tool | PATH= | exec: \\"tool\\": executable file not found in $PATH
          tool | PATH=/nowhere | exec: \\"tool\\": executable file not found in $PATH
          tool | PATH=/nowhere:dir:/dir | exec: \\"tool\\": cannot run executable found relative to current directory
          probe | PATH=:/ | exec: \\"probe\\": cannot run executable found relative to current directory
          dir | PATH=/ | exec: \\"dir\\": executable file not found in $PATH
          text | PATH=/dir | exec: \\"text\\": executable file not found in $PATH
          /dir/text | PATH=/ | exec: \\"/dir/text\\": permission denied
          ./nothing | PATH=/ | exec: \\"./nothing\\": stat ./nothing: no such file or directory
          /probe/x | PATH=/ | exec: \\"/probe/x\\": stat /probe/x: not a directory
          """)
  @Covers("/process/args")
  void wordsWhyAProgramIsNotFoundAsRuncDoes(
      String name, String path, String words, Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.rootFile("dir/text", "text").args(name);
    bundle.edit(config -> strings(config.withObject("/process").putArray("env"), path));
    Files.copy(
        bundle.root().resolve("probe"),
        bundle.root().resolve("dir/tool"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var container = bundle.container(judged)) {
        assertThat(container.create().stderr()).as(judged.name()).contains(words);
      }
    }
  }

  @Test
  void findsAProgramBeforeItLooksAtRelativeEntries(Bundle bundle, OciRuntime runtime) {
    bundle.args("probe", "exit", "7");
    bundle.edit(config -> strings(config.withObject("/process").putArray("env"), "PATH=/:dir:"));
    try (var container = bundle.container(runtime)) {
      assertThat(container.run().exit()).isEqualTo(7);
    }
  }

  @Test
  @Covers("/process/cwd")
  void makesAMissingDirectoryToStartInForRootAsRuncDoes(Bundle bundle, OciRuntime runtime)
      throws IOException {
    bundle.edit(
        config -> {
          config.withObject("/root").put("readonly", false);
          config
              .withObject("/process")
              .put("cwd", "/new/place")
              .set("user", json("{'uid':1000,'gid':1000,'umask':63}"));
        });
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      assertThat(Facts.gather(judged, bundle.args("/probe", "facts")).get("cwd"))
          .isEqualTo("/new/place");
      for (var made : List.of("new", "new/place")) {
        var place = bundle.root().resolve(made);
        assertThat(Files.getAttribute(place, "unix:uid")).as(judged.name()).isEqualTo(0);
        assertThat((int) Files.getAttribute(place, "unix:mode") & 07777)
            .as(judged.name())
            .isEqualTo(0755);
      }
    }
  }

  @Test
  void startsWhereTheRuntimeMayGoAlthoughTheUserMayNot(Bundle bundle, OciRuntime runtime)
      throws IOException {
    var closed = bundle.newDirectory("closed");
    Files.setPosixFilePermissions(
        closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    bundle.mount("/closed", "bind", closed.toString(), "bind");
    bundle.edit(
        config -> {
          var process = config.withObject("/process").put("cwd", "/closed");
          process.set("user", json("{'uid':1000,'gid':1000}"));
          process.remove("capabilities");
        });
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      assertThat(Facts.gather(judged, bundle.args("/probe", "facts")).get("cwd"))
          .as(judged.name())
          .isEqualTo("/closed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/fd/7", "/proc/self/fd/7/..", "/proc/1/cwd", "/link"})
  void refusesToStartBehindAMagicLink(String cwd, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    bundle.edit(config -> config.withObject("/process").put("cwd", cwd));
    Files.createSymbolicLink(bundle.root().resolve("link"), Path.of("/proc/self/fd/6"));
    try (var container = bundle.container(runtime)) {
      assertThat(container.create().stderr())
          .contains("chdir to cwd (\\\"" + cwd + "\\\") set in config.json failed: ");
    }
  }

  @ParameterizedTest
  @CsvSource({"LINUX,0", "LINUX32,8"})
  @Covers({"/linux/personality/domain", "/linux/personality/domain={0}"})
  void setsThePersonalityAsCrunDoes(
      String domain, String expected, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle
        .args("/probe", "facts")
        .edit(c -> c.withObject("/linux").putObject("personality").put("domain", domain));
    assertThat(Facts.gather(OciRuntime.crun(), bundle).get("personality")).isEqualTo(expected);
    assertThat(Facts.gather(runtime, bundle).get("personality")).isEqualTo(expected);
  }

  @Test
  void looksLikeARuntimesProcessUntilItIsStarted(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.args("/probe", "wait").container(runtime)) {
      container.create().succeeded();
      var name = new Command(List.of("ps", "-o", "comm=", "-p", container.pid() + "")).run();
      assertThat(name.stdout().strip()).isEqualTo(runtime.name() + ":[2:INIT]");
    }
  }
}
