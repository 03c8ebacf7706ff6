package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** {@code ctr run} with its options. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdRunTest {
  private static final String CAPABILITIES = "grep -E '^(CapEff|NoNewPrivs|Seccomp):'";

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature("run: output and exit code")
  void handsOnOutputAndExitCode(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var outcome = ctr.once(List.of(), "sh", "-c", "echo hello; echo oops >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature("run: standard input")
  void handsOnItsInput(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var input = Files.writeString(Suite.newPath("input"), "one\ntwo\n");
      var outcome =
          ctr.container(Suite.newId(), List.of("--rm"), "head", "-n", "2").input(input).run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("one\ntwo\n");
    }
  }

  @Feature("run: --env, --cwd, --read-only, --label, --annotation")
  void setsUpTheProcess(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var outcome =
          ctr.once(
              List.of(
                  "--env",
                  "A=b",
                  "--cwd",
                  "/home/app",
                  "--read-only",
                  "--label",
                  "x=y",
                  "--annotation",
                  "org.example=1"),
              "sh",
              "-c",
              "pwd; echo $A; touch /x 2>&1");
      assertThat(outcome.stdout()).isEqualTo("/home/app\nb\ntouch: /x: Read-only file system\n");
    }
  }

  @Feature("run: --mount bind and tmpfs")
  void mounts(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var source = Files.createDirectory(Suite.newPath("source"));
      Files.writeString(source.resolve("file"), "content\n");
      var outcome =
          ctr.once(
              List.of(
                  "--mount",
                  "type=bind,src=" + source + ",dst=/bound,options=rbind:ro",
                  "--mount",
                  "type=tmpfs,src=tmpfs,dst=/new,options=size=64k:nosuid"),
              "sh",
              "-c",
              "cat /bound/file; touch /bound/x 2>&1; grep -c '/new tmpfs.*nosuid.*size=64k'"
                  + " /proc/mounts");
      assertThat(outcome.stdout())
          .isEqualTo("content\ntouch: /bound/x: Read-only file system\n1\n");
    }
  }

  @Feature("run: --seccomp, --cap-add, --cap-drop, --allow-new-privs, --privileged")
  void limitsPrivileges(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var command = new String[] {"sh", "-c", CAPABILITIES + " /proc/self/status"};
      assertThat(ctr.once(List.of(), command).succeeded().stdout())
          .isEqualTo("CapEff:\t00000000a80425fb\nNoNewPrivs:\t1\nSeccomp:\t0\n");
      var changed =
          List.of(
              "--seccomp",
              "--cap-add",
              "CAP_SYS_TIME",
              "--cap-drop",
              "CAP_CHOWN",
              "--allow-new-privs");
      assertThat(ctr.once(changed, command).succeeded().stdout())
          .isEqualTo("CapEff:\t00000000aa0425fa\nNoNewPrivs:\t0\nSeccomp:\t2\n");
      assertThat(ctr.once(List.of("--privileged"), command).succeeded().stdout())
          .contains("Seccomp:\t0")
          .doesNotContain("CapEff:\t00000000a80425fb");
    }
  }

  @Feature("run: --memory-limit, --cpus, --cpu-shares")
  void limitsResources(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var outcome =
          ctr.once(
              List.of(
                  "--memory-limit",
                  "33554432",
                  "--cpus",
                  "0.5",
                  "--cpu-shares",
                  "512",
                  "--mount",
                  "type=cgroup,src=cgroup,dst=/sys/fs/cgroup,options=ro"),
              "sh",
              "-c",
              "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us"
                  + " cpu/cpu.cfs_period_us cpu/cpu.shares");
      assertThat(outcome.succeeded().stdout()).isEqualTo("33554432\n50000\n100000\n512\n");
    }
  }

  @Feature("run: --uidmap, --gidmap (user namespace)")
  void mapsIds(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var outcome =
          ctr.once(
              List.of("--uidmap", "0:100000:65536", "--gidmap", "0:200000:65536"),
              "sh",
              "-c",
              "id -u; cat /proc/self/uid_map /proc/self/gid_map; touch /made && stat -c %u /made");
      assertThat(outcome.succeeded().stdout().replaceAll(" +", " "))
          .isEqualTo("0\n 0 100000 65536\n 0 200000 65536\n0\n");
    }
  }

  @Feature("run: --with-ns, --net-host")
  void joinsNamespaces(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime);
        var network = NetworkNamespace.create()) {
      network.command(List.of("ip", "link", "add", "there", "type", "bridge")).run().succeeded();
      var joined =
          ctr.once(List.of("--with-ns", "network:/run/netns/" + network.name()), "ip", "link");
      assertThat(joined.succeeded().stdout()).contains(" there:");
      var own = ctr.once(List.of(), "ip", "link");
      assertThat(own.succeeded().stdout()).contains(" lo:").doesNotContain(" there:");
      var outside = ctr.containerd().network();
      outside.command(List.of("ip", "link", "add", "outer", "type", "bridge")).run();
      var shared = ctr.once(List.of("--net-host"), "ip", "link");
      assertThat(shared.succeeded().stdout()).contains(" outer:");
    }
  }

  @Feature("run: --device")
  void hasDevices(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var given = "stat -c %t:%T /dev/fuse; : < /dev/fuse";
      assertThat(ctr.once(List.of("--device", "/dev/fuse"), "sh", "-c", given).succeeded().stdout())
          .isEqualTo("a:e5\n");
      var made = ctr.once(List.of(), "sh", "-c", "mknod /made c 10 229; : < /made");
      assertThat(made.exit()).isNotZero();
      assertThat(made.stderr()).contains("Operation not permitted");
    }
  }

  @Feature("run: --rootfs, --no-pivot, --rootfs-propagation")
  void takesADirectoryAsRoot(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var options = List.of("--rm", "--rootfs", "--no-pivot", "--rootfs-propagation", "rslave");
      var outcome =
          ctr.container(
                  Suite.newId(), options, TestImage.rootfs().toString(), List.of("/probe", "true"))
              .run();
      assertThat(outcome.succeeded().stderr()).isEmpty();
    }
  }

  @Feature("run: --pid-file, --null-io, --log-uri")
  void writesToFiles(OciRuntime runtime) throws IOException {
    try (var ctr = Ctr.with(runtime)) {
      var pid = Suite.newPath("pid");
      var id = ctr.started(List.of("--null-io", "--pid-file", pid.toString()), "sleep", "1000");
      assertThat(Files.readString(pid)).isEqualTo(Long.toString(ctr.pid(id)));
      ctr.remove(id);
      var log = Suite.newPath("log");
      ctr.once(List.of("--log-uri", "file://" + log), "echo", "logged").succeeded();
      assertThat(log).hasContent("logged");
    }
  }
}
