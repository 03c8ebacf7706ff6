package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a command is in a container, and where it runs. */
@BundleTest
class ExecProcessTest {

  @ParameterizedTest
  @CsvSource({
    "kitten, 1000 1000 1000 1000, 1001 1001 1001 1001, 50",
    "kitten:cats, 1000 1000 1000 1000, 70 70 70 70, 50",
    "kitten:3, 1000 1000 1000 1000, 3 3 3 3, 50",
    "5:cats, 5 5 5 5, 70 70 70 70, ''"
  })
  void knowsTheUsersOfTheContainerByName(
      String user, String uids, String gids, String groups, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    accounts(bundle);
    try (var target = Target.of(runtime, bundle)) {
      var facts = target.facts(List.of("--user", user));
      assertThat(facts.get("status:Uid").replaceAll("\\s+", " ")).isEqualTo(uids);
      assertThat(facts.get("status:Gid").replaceAll("\\s+", " ")).isEqualTo(gids);
      assertThat(facts.get("status:Groups").strip()).isEqualTo(groups);
      if (uids.startsWith("1000")) {
        assertThat(facts.get("env:HOME")).isEqualTo("/home/kitten");
      }
    }
  }

  private static void accounts(Bundle bundle) {
    bundle
        .rootFile("etc/passwd", "root:x:0:0::/root:\nkitten:x:1000:1001::/home/kitten:\n")
        .rootFile("etc/group", "cats:x:70:\nfriends:x:50:someone,kitten\n");
  }

  @Test
  void aFailedExecveNamesTheFileThatWasFound(Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.edit(
        c -> Bundle.strings(c.withObject("/process").putArray("env"), "PATH=/missing:/b:/"));
    for (var each : runtime.besideRuncs()) {
      try (var target = Target.of(each, bundle)) {
        var file =
            Files.writeString(
                Files.createDirectory(bundle.root().resolve("b")).resolve("text"), "text\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        var outcome = target.exec("text");
        assertThat(outcome.exit()).as(outcome.toString()).isIn(1, 255);
        assertThat(outcome.stderr()).contains("exec /b/text: exec format error");
      }
    }
  }

  /** Whoever reads half of a number runs as another user (CVE-2026-30892). */
  @ParameterizedTest
  @CsvSource({
    "dog, unable to find user dog in the container",
    "kitten:dogs, unable to find group dogs in the container",
    "1000x, unable to find user 1000x in the container",
    "0x0, unable to find user 0x0 in the container",
    "' 0', unable to find user  0 in the container",
    "+0, unable to find user +0 in the container",
    "5:0x0, unable to find group 0x0 in the container",
    "'5:', unable to find group  in the container",
    ":, unable to find group  in the container",
    ":5, unable to find user  in the container",
    "4294967295, the number 4294967295 is the id of nobody",
    "5:4294967295, the number 4294967295 is the id of nobody",
    "4294967296, the id 4294967296 is out of range",
    "18446744073709551616, the id 18446744073709551616 is out of range",
    "5:4294967296, the id 4294967296 is out of range",
    "99999999999, the id 99999999999 is out of range",
    "-1, unable to find user -1 in the container"
  })
  void refusesUsersThatItCannotRead(String user, String words, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    accounts(bundle);
    try (var target = Target.of(runtime, bundle)) {
      var outcome = target.exec(List.of("--user=" + user), "/probe", "true");
      assertThat(outcome.stderr()).contains("exec failed: " + words);
      assertThat(outcome.exit()).isEqualTo(255);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/sub, '', sub sub",
    "sub, '', sub sub",
    "cpu:sub, '', sub own",
    "'cpu,pids:sub', '', sub sub",
    "cpu:sub, pids:sub, sub sub"
  })
  void joinsACgroupBelowTheContainersAsUnderRunc(
      String first, String second, String expected, Bundle bundle, OciRuntime runtime)
      throws IOException {
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        for (var point : Cgroups.hierarchies().values()) {
          var own = point.resolve(bundle.cgroup().substring(1));
          if (Files.isDirectory(own)) {
            Files.createDirectory(own.resolve("sub"));
          }
          initCpuset(own);
        }
        var options =
            second.isEmpty()
                ? List.of("--cgroup", first)
                : List.of("--cgroup", first, "--cgroup", second);
        var text = target.exec(options, "/probe", "facts", "text=/proc/self/cgroup").stdout();
        var places = expected.split(" ");
        assertThat(text).as(judged.name()).containsPattern(place(bundle, "cpu", places[0]));
        assertThat(text).as(judged.name()).containsPattern(place(bundle, "pids", places[1]));
        for (var point : Cgroups.hierarchies().values()) {
          Files.deleteIfExists(point.resolve(bundle.cgroup().substring(1)).resolve("sub"));
        }
      }
    }
  }

  private static void initCpuset(java.nio.file.Path own) throws IOException {
    for (var file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (Files.exists(own.resolve("sub").resolve(file))) {
        Files.writeString(own.resolve("sub").resolve(file), Files.readString(own.resolve(file)));
      }
    }
  }

  private static String place(Bundle bundle, String controller, String below) {
    return ":" + controller + ":" + bundle.cgroup() + (below.equals("own") ? "[^/]" : "/" + below);
  }

  @Test
  void leavesNoCgroupOfTheContainer(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      for (var path : List.of("../..", "cpu:../x", "/../x")) {
        var outcome = target.exec(List.of("--cgroup", path), "/probe", "true");
        assertThat(outcome.stderr()).contains("is not a sub cgroup path");
        assertThat(outcome.exit()).isEqualTo(255);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "1, 0, 1", "'', 1, 2"})
  @Covers("/process/execCPUAffinity/**")
  void runsOnTheCpusOfTheConfig(
      String initial, String last, String expected, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(
        c ->
            c.withObject("/process")
                .putObject("execCPUAffinity")
                .put("initial", initial)
                .put("final", last));
    try (var target = Target.of(runtime, bundle)) {
      var mask = target.facts(List.of()).get("status:Cpus_allowed");
      assertThat(mask.replaceFirst("^[0,]+", "")).isEqualTo(expected);
    }
  }

  @Test
  @Covers({"/process/scheduler/policy", "/process/ioPriority/class"})
  void takesSchedulingFromTheFileOrTheContainer(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    bundle.edit(
        c -> {
          c.withObject("/process").set("scheduler", json("{'policy':'SCHED_BATCH','nice':3}"));
          c.withObject("/process")
              .set("ioPriority", json("{'class':'IOPRIO_CLASS_BE','priority':6}"));
        });
    var file = bundle.directory().resolve("process.json");
    Files.writeString(
        file,
        json("{'cwd':'/','args':['/probe','facts'],'scheduler':{'policy':'SCHED_IDLE'}}")
            .toString());
    try (var target = Target.of(runtime, bundle)) {
      var own = target.facts(List.of());
      assertThat(own.get("scheduler")).startsWith("policy 3 nice 3");
      var given = target.facts(List.of("--process", file.toString()));
      assertThat(given.get("scheduler")).startsWith("policy 5");
    }
  }

  /** The mask is the container's, as in newer runcs; without one it is the caller's. */
  @Test
  void takesTheUmaskFromTheConfig(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(c -> c.withObject("/process/user").put("umask", 63));
    try (var target = Target.of(runtime, bundle)) {
      assertThat(target.facts(List.of()).get("status:Umask")).isEqualTo("0077");
    }
  }

  /** As `--process <(program)` in a shell hands it over. */
  @ParameterizedTest
  @ValueSource(strings = {"/dev/stdin", "/dev/fd/0", "/dev/fd/7", "/proc/self/fd/7"})
  void readsAProcessFromADescriptorOfTheCaller(String path, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var file = bundle.directory().resolve("process.json");
    Files.writeString(file, "{\"args\":[\"/probe\",\"exit\",\"7\"],\"cwd\":\"/\"}");
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var target = Target.of(judged, bundle)) {
        var line =
            new ArrayList<>(List.of("sh", "-c", "cat \"$0\" | \"$@\" 7<&0", file.toString()));
        line.addAll(target.command(List.of("--process", path)).line());
        assertThat(new Command(line).run().exit()).as(judged.name()).isEqualTo(7);
      }
    }
  }

  @Test
  void refusesAProcessFileThatIsNone(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    var file = bundle.directory().resolve("process.json");
    try (var target = Target.of(runtime, bundle)) {
      for (var text :
          List.of(
              "",
              "[]",
              "{",
              "{\"args\":7}",
              "{}",
              "{\"args\":[\"/x\"]}",
              "{\"args\":[\"/x\"],\"cwd\":\"x\"}")) {
        Files.writeString(file, text);
        var outcome = target.exec(List.of("--process", file.toString()));
        assertThat(outcome.exit()).as(text).isEqualTo(255);
        assertThat(outcome.stderr()).as(text).contains("exec failed: ").hasLineCount(1);
      }
    }
  }

  @Test
  void readsNoFileWithoutAnEnd(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    try (var target = Target.of(runtime, bundle)) {
      var outcome = target.exec(List.of("--process", "/dev/zero"));
      assertThat(outcome.exit()).isEqualTo(255);
      assertThat(outcome.stderr()).contains("`/dev/zero` is larger than 16777216 bytes");
    }
  }
}
