package org.jrunc.conformance.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class AnnotationTest {
  /** Files that hooks print to: stdout, stderr. */
  private static final List<String> HOOK_FILES =
      List.of("run.oci.hooks.stdout", "run.oci.hooks.stderr");

  @ParameterizedTest
  @CsvSource({"1, 5 6", "0, 7", "absent, 7"})
  @Covers("/annotations")
  void keepsTheGroupsOfTheCallerIfToldSo(
      String value, String groups, Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        config -> {
          config
              .withObject("/process")
              .set("user", Bundle.json("{'uid':1000,'gid':1000,'additionalGids':[7]}"));
          if (!value.equals("absent")) {
            config.withObject("/annotations").put("run.oci.keep_original_groups", value);
          }
        });
    assertThat(groups(bundle, runtime)).isEqualTo(groups);
    assertThat(groups(bundle, OciRuntime.crun())).isEqualTo(groups);
  }

  private static String groups(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().args("/probe", "facts").container(runtime)) {
      var line = new ArrayList<>(List.of("setpriv", "--groups", "5,6"));
      line.addAll(container.runCommand().line());
      return Facts.parse(new Command(line).run().succeeded().stdout(), Map.of())
          .get("status:Groups")
          .strip();
    }
  }

  @Test
  void sendsAPidfdToItsReceiver(Bundle bundle, OciRuntime runtime) throws IOException {
    var path = Suite.newPath("pidfd");
    bundle.edit(c -> c.withObject("/annotations").put("run.oci.pidfd_receiver", path.toString()));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      try (var container = bundle.container(runtime)) {
        container.create().succeeded();
      }
      socket.configureBlocking(false);
      try (var connection = socket.accept()) {
        assertThat(connection).as("the runtime has connected").isNotNull();
        assertThat(connection.read(ByteBuffer.allocate(64))).isPositive();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"prestart", "createRuntime", "createContainer", "startContainer", "poststart"})
  @Covers("/annotations")
  void appendsWhatHooksPrintToTheirFiles(String kind, Bundle bundle, OciRuntime runtime)
      throws IOException {
    var directory = bundle.newDirectory("output");
    for (var name : HOOK_FILES) {
      var file = Files.writeString(directory.resolve(name), "before\n");
      annotate(bundle, name, file.toString());
    }
    // An error for every wrong call, on both streams.
    var program = kind.equals("startContainer") ? "/probe" : Suite.program("probe").toString();
    bundle.hook(kind, program, Map.of(), "probe", "complain");
    bundle.hook(kind, program, Map.of(), "probe", "complain");
    bundle.args("/probe", "true").container(runtime).run().succeeded();
    assertThat(directory.resolve(HOOK_FILES.getFirst())).hasContent("before\nout\nout\n");
    assertThat(directory.resolve(HOOK_FILES.getLast())).hasContent("before\nerr\nerr\n");
  }

  @Test
  void keepsTheOutputOfHooksThatHasNoFileForItsMessages(Bundle bundle, OciRuntime runtime) {
    var file = bundle.directory().resolve("stdout");
    annotate(bundle, HOOK_FILES.getFirst(), "stdout");
    var program = Suite.program("probe").toString();
    bundle.hook("createContainer", program, Map.of(), "probe", "complain", "3");
    try (var container = bundle.container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).isEqualTo(1);
      if (runtime.isOurs()) {
        assertThat(outcome.stderr()).contains("output: err").doesNotContain("out;");
      }
    }
    assertThat(file).hasContent("out\n");
  }

  @Test
  void createFailsIfTheFileOfHooksCannotBeOpened(Bundle bundle, OciRuntime runtime) {
    annotate(bundle, HOOK_FILES.getFirst(), "/no/such/directory/file");
    bundle.hook("prestart", Suite.program("probe").toString(), Map.of(), "probe", "true");
    refused(bundle, "o such file or directory", runtime, OciRuntime.crun());
    names(HOOK_FILES.getFirst(), bundle, runtime);
  }

  @Test
  void onlyWarnsIfTheFileOfPoststopHooksCannotBeOpened(Bundle bundle, OciRuntime runtime) {
    annotate(bundle, HOOK_FILES.getLast(), "/no/such/directory/file");
    bundle.hook("poststop", Suite.program("probe").toString(), Map.of(), "probe", "true");
    for (var one : List.of(runtime, OciRuntime.crun())) {
      var outcome = bundle.freshRoot().args("/probe", "true").container(one).run();
      assertThat(outcome.succeeded().stderr()).contains("o such file or directory");
    }
  }

  @Test
  void createFailsWithoutTheReceiverOfAPidfd(Bundle bundle, OciRuntime runtime) {
    annotate(bundle, "run.oci.pidfd_receiver", "/no/such/socket");
    refused(bundle, "o such file or directory", runtime, OciRuntime.crun());
    names("run.oci.pidfd_receiver", bundle, runtime);
  }

  private static void names(String annotation, Bundle bundle, OciRuntime runtime) {
    if (runtime.isOurs()) {
      try (var container = bundle.freshRoot().container(runtime)) {
        assertThat(container.create().stderr())
            .contains("(from /annotations/" + annotation + " in config.json)");
      }
    }
  }

  @Test
  void fillsInThePlaceOfTheSeccompProfile(Bundle bundle, OciRuntime runtime) {
    // mkdirat(2) is refused with ENOSPC, everything else allowed.
    annotate(bundle, "run.oci.seccomp_bpf_data", filter());
    bundle.edit(
        c -> c.withObject("/linux").set("seccomp", json("{'defaultAction':'SCMP_ACT_KILL'}")));
    bundle.args("/probe", "call", "258,5", "39");
    for (var one : List.of(runtime, OciRuntime.crun())) {
      assertThat(bundle.freshRoot().container(one).run().succeeded().stdout())
          .contains("258,5 ENOSPC");
    }
  }

  /** {@code struct sock_filter}s as the kernel wants them. */
  private static String filter() {
    var bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 0x20).putShort((short) 0).putInt(0);
    bytes.putShort((short) 0x15).put((byte) 0).put((byte) 1).putInt(258);
    bytes.putShort((short) 6).putShort((short) 0).putInt(0x5001c);
    bytes.putShort((short) 6).putShort((short) 0).putInt(0x7fff0000);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BgAAAA", "!!!!", "", "BgAAAAAA/38GAA=="})
  void refusesAFilterThatIsNone(String data, Bundle bundle, OciRuntime runtime) {
    annotate(bundle, "run.oci.seccomp_bpf_data", data);
    bundle.edit(
        c -> c.withObject("/linux").set("seccomp", json("{'defaultAction':'SCMP_ACT_ALLOW'}")));
    refused(bundle, "invalid seccomp BPF data", runtime);
  }

  @Test
  void refusesCallsThatNobodyKnowsIfToldSo(Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        c ->
            c.withObject("/linux")
                .set(
                    "seccomp",
                    json(
                        "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['nosuch'],'action':'SCMP_ACT_ERRNO'}]}")));
    bundle.args("/probe", "true").container(runtime).run().succeeded();
    annotate(bundle, "run.oci.seccomp_fail_unknown_syscall", "0");
    bundle.container(runtime).run().succeeded();
    annotate(bundle, "run.oci.seccomp_fail_unknown_syscall", "1");
    refused(bundle, "invalid seccomp syscall `nosuch`", runtime, OciRuntime.crun());
  }

  @ParameterizedTest
  @CsvSource({"annotation", "variable"})
  void findsTheSeccompAgentWithoutAField(String where, Bundle bundle, OciRuntime runtime) {
    var socket = Suite.newPath("agent");
    bundle.edit(
        c ->
            c.withObject("/linux")
                .set(
                    "seccomp",
                    json(
                        "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['sethostname'],'action':'SCMP_ACT_NOTIFY'}]}")));
    bundle.args("/probe", "call", "170,0,0");
    refused(bundle, "listenerPath", runtime);
    if (where.equals("annotation")) {
      annotate(bundle, "run.oci.seccomp.receiver", socket.toString());
    }
    var program = Suite.program("seccomp_agent").toString();
    var agent = new Command(List.of(program, socket.toString(), "27", "0")).start();
    try (var container = bundle.freshRoot().container(runtime)) {
      Container.await("the agent", () -> Files.exists(socket));
      var command = container.runCommand();
      if (where.equals("variable")) {
        command.env("RUN_OCI_SECCOMP_RECEIVER", socket.toString());
      }
      assertThat(command.run().succeeded().stdout()).contains("170,0,0 EFBIG");
    } finally {
      agent.process().destroyForcibly();
      socket.toFile().delete();
    }
  }

  @Test
  void refusesASeccompAgentAtARelativePath(Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        c -> c.withObject("/linux").set("seccomp", json("{'defaultAction':'SCMP_ACT_ALLOW'}")));
    annotate(bundle, "run.oci.seccomp.receiver", "agent");
    refused(
        bundle, "the seccomp receiver `agent` is not an absolute path", runtime, OciRuntime.crun());
  }

  @Test
  void refusesSeccompPlugins(Bundle bundle, OciRuntime runtime) {
    annotate(bundle, "run.oci.seccomp.plugins", "/no/such.so");
    bundle.args("/probe", "true").container(runtime).run().succeeded();
    bundle.edit(
        c -> c.withObject("/linux").set("seccomp", json("{'defaultAction':'SCMP_ACT_ALLOW'}")));
    refused(bundle, "seccomp.plugins", runtime);
  }

  @Test
  void refusesADelegatedCgroupWhereNoneIsSafe(Bundle bundle, OciRuntime runtime) {
    annotate(bundle, "run.oci.delegate-cgroup", "payload");
    refused(bundle, "delegate-cgroup not supported on cgroup v1", runtime, OciRuntime.crun());
  }

  /** What has no effect without systemd, or without what handles other containers. */
  @ParameterizedTest
  @CsvSource({
    "run.oci.systemd.subgroup, sub",
    "run.oci.systemd.force_cgroup_v1, /sys/fs/cgroup",
    "module.wasm.image/variant, compat",
    "io.kubernetes.cri.container-type, sandbox",
    "krun.cpus, 2",
    "run.oci.handler, krun",
    "run.oci.mount_context_type, fscontext"
  })
  void runsAsAnyOtherContainerWith(String name, String value, Bundle bundle, OciRuntime runtime) {
    var plain = Facts.gather(runtime, bundle);
    annotate(bundle, name, value);
    assertThat(Facts.gather(runtime, bundle).differencesFrom(plain)).isEmpty();
    assertThat(bundle.freshRoot().container(OciRuntime.crun()).run().exit()).isZero();
  }

  @Test
  void refusesAMountContextTypeThatThereIsNot(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    annotate(bundle, "run.oci.mount_context_type", "bogus");
    refused(bundle, "invalid mount context type `bogus`", runtime);
    annotate(bundle, "run.oci.mount_context_type", "rootcontext");
    bundle.edit(c -> c.withObject("/linux").put("mountLabel", "system_u:object_r:x_t:s0"));
    var options = List.of("explain", "--format", "program", "--bundle", bundle.directory() + "");
    assertThat(runtime.command(options.toArray(String[]::new)).run().succeeded().stdout())
        .contains("\"rootcontext\", \"system_u:object_r:x_t:s0\"")
        .doesNotContain("\"context\", \"system_u");
  }

  private static void annotate(Bundle bundle, String name, String value) {
    bundle.edit(c -> c.withObject("/annotations").put(name, value));
  }

  private static void refused(Bundle bundle, String words, OciRuntime... runtimes) {
    for (var runtime : runtimes) {
      try (var container = bundle.freshRoot().container(runtime)) {
        var outcome = container.create();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.stderr()).contains(words);
        assertThat(container.status()).isEqualTo("missing");
      }
    }
  }
}
