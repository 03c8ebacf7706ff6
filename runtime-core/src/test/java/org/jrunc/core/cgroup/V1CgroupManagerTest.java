package org.jrunc.core.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.v1.V1Writes;
import org.jrunc.core.device.DevicePolicy;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Resources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the real hierarchies of the host. */
class V1CgroupManagerTest {
  private static final String TOP = "/jrunc-unit-test-" + ProcessHandle.current().pid();

  private final Kernel kernel = Kernel.real();
  private final Cgroups cgroups = new Cgroups(kernel);
  private CgroupManager manager = cgroups.planned(new CgroupLayout(Map.of()));

  @BeforeEach
  void open() {
    assumeTrue(
        kernel.effectiveUser() == 0 && Files.isWritable(Path.of("/sys/fs/cgroup/devices")),
        "needs root and the cgroup version 1 hierarchies");
    manager = open("/a/b");
  }

  @AfterEach
  void clean() {
    if (kernel.effectiveUser() == 0 && cgroups.hasV1()) {
      cgroups.open(open("").layout().labels()).remove();
    }
  }

  private CgroupManager open(String path) {
    return cgroups.planned(cgroups.layout(cgroups.mounts(), kernel.pid(), TOP + path, "id"));
  }

  private Path file(Controller controller, String name) {
    return manager.layout().directory(controller).orElseThrow().resolve(name);
  }

  private String content(Controller controller, String name) throws IOException {
    return Files.readString(file(controller, name)).strip();
  }

  private static ResourceUpdate change(String json) {
    return ResourceUpdate.of(Linux.EMPTY, resources(json));
  }

  private static Resources resources(String json) {
    return SpecReader.read(json.getBytes(UTF_8), Resources.class);
  }

  @Test
  void makesAndRemovesItInAllHierarchies() {
    manager.create(List.of());
    assertThat(manager.layout().distinctDirectories()).allMatch(Files::isDirectory);
    assertThat(manager.exists()).isTrue();
    manager.remove();
    assertThat(manager.layout().distinctDirectories()).noneMatch(Files::exists);
    assertThat(manager.exists()).isFalse();
    manager.remove();
  }

  private static List<CgroupWrite> before(Resources resources) {
    return V1Writes.beforeJoining(resources, DevicePolicy.of(List.of(), List.of()));
  }

  @Test
  void givesACpusetWhatItsParentHas() throws IOException {
    manager.create(List.of());
    var all = Files.readString(Path.of("/sys/fs/cgroup/cpuset/cpuset.cpus")).strip();
    assertThat(content(Controller.CPUSET, "cpuset.cpus")).isEqualTo(all);
    assertThat(content(Controller.CPUSET, "../cpuset.cpus")).isEqualTo(all);
    assertThat(content(Controller.CPUSET, "cpuset.mems")).isNotEmpty();
  }

  @Test
  void givesACpusetWhatTheConfigurationSays() throws IOException {
    manager.create(before(resources("{\"cpu\": {\"cpus\": \"0\"}}")));
    assertThat(content(Controller.CPUSET, "cpuset.cpus")).isEqualTo("0");
    assertThat(content(Controller.CPUSET, "cpuset.mems")).isNotEmpty();
  }

  @Test
  void memoryMayGrowBeyondWhatACgroupHadBefore() throws IOException {
    manager.create(before(resources("{\"memory\": {\"limit\": 33554432, \"swap\": 33554432}}")));
    manager.create(before(resources("{\"memory\": {\"limit\": 67108864, \"swap\": 67108864}}")));
    assertThat(content(Controller.MEMORY, "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(content(Controller.MEMORY, "memory.memsw.limit_in_bytes")).isEqualTo("67108864");
  }

  @Test
  void aProcessJoinsAllHierarchies() throws Exception {
    manager.create(List.of());
    var process = sleeper();
    manager.join((int) process.pid());
    var membership = cgroups.membership((int) process.pid());
    manager
        .layout()
        .directories()
        .keySet()
        .forEach(
            controller -> assertThat(membership.of(controller)).contains(Path.of(TOP + "/a/b")));
    assertThat(manager.pids()).containsExactly((int) process.pid());
    assertThat(open("").pids()).containsExactly((int) process.pid());
    end(process);
  }

  @Test
  void setsLimits() throws IOException {
    var resources =
        resources(
            """
            {"memory": {"limit": 67108864, "swap": 134217728, "reservation": 33554432},
             "cpu": {"shares": 512, "quota": 50000, "period": 100000, "burst": 1000},
             "pids": {"limit": 10}}
            """);
    manager.create(before(resources));
    manager.apply(V1Writes.afterJoining(resources));
    assertThat(content(Controller.MEMORY, "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(content(Controller.MEMORY, "memory.memsw.limit_in_bytes")).isEqualTo("134217728");
    assertThat(content(Controller.MEMORY, "memory.soft_limit_in_bytes")).isEqualTo("33554432");
    assertThat(content(Controller.CPU, "cpu.shares")).isEqualTo("512");
    assertThat(content(Controller.CPU, "cpu.cfs_quota_us")).isEqualTo("50000");
    assertThat(content(Controller.CPU, "cpu.cfs_burst_us")).isEqualTo("1000");
    assertThat(content(Controller.PIDS, "pids.max")).isEqualTo("10");
    assertThat(content(Controller.DEVICES, "devices.list").lines())
        .containsExactlyInAnyOrder(
            "b *:* m",
            "c *:* m",
            "c 1:3 rwm",
            "c 1:5 rwm",
            "c 1:7 rwm",
            "c 1:8 rwm",
            "c 1:9 rwm",
            "c 5:0 rwm",
            "c 5:2 rwm",
            "c 10:200 rwm",
            "c 136:* rwm");
  }

  @Test
  void anUpdateGrowsAndShrinksMemoryAndSwap() throws IOException {
    manager.create(List.of());
    for (var megabytes : List.of(64, 128, 32)) {
      long limit = megabytes * 1048576L;
      manager.update(change("{\"memory\": {\"limit\": " + limit + ", \"swap\": " + limit + "}}"));
      assertThat(content(Controller.MEMORY, "memory.memsw.limit_in_bytes"))
          .isEqualTo(Long.toString(limit));
    }
    manager.update(change("{\"memory\": {\"limit\": -1}}"));
    assertThat(content(Controller.MEMORY, "memory.memsw.limit_in_bytes")).hasSizeGreaterThan(18);
  }

  @Test
  void aPeriodThatFitsOnlyTheNewQuotaIsWrittenAfterIt() throws IOException {
    var parent = open("/a");
    parent.create(List.of());
    parent.update(change("{\"cpu\": {\"quota\": 50000, \"period\": 100000}}"));
    manager.create(List.of());
    manager.update(change("{\"cpu\": {\"quota\": 50000, \"period\": 100000}}"));
    manager.update(change("{\"cpu\": {\"quota\": 5000, \"period\": 10000}}"));
    assertThat(content(Controller.CPU, "cpu.cfs_period_us")).isEqualTo("10000");
  }

  @Test
  void saysWhichValueTheKernelRefused() {
    manager.create(List.of());
    assertThatThrownBy(() -> manager.update(change("{\"pids\": {\"limit\": 4194305}}")))
        .isInstanceOf(CgroupFailure.class)
        .hasMessage(
            "cannot write `4194305` to `"
                + file(Controller.PIDS, "pids.max")
                + "`: EINVAL (invalid argument) (from /linux/resources/pids/limit in config.json)");
  }

  @Test
  void saysThatTheHostLacksAController() {
    manager.create(List.of());
    assertThatThrownBy(() -> manager.update(change("{\"network\": {\"classID\": 1}}")))
        .isInstanceOf(CgroupFailure.class)
        .hasMessage(
            "cannot set net_cls limit: container could not join or create cgroup"
                + " (from /linux/resources/network/classID in config.json)");
  }

  @Test
  void refusesACgroupInUse() throws Exception {
    manager.create(List.of());
    manager.create(List.of());
    var process = sleeper();
    manager.join((int) process.pid());
    assertThatThrownBy(() -> manager.create(List.of()))
        .isInstanceOf(CgroupFailure.class)
        .hasMessage("container's cgroup is not empty: 1 process(es) found");
    manager.killAll();
    manager.remove();
    assertThat(process.isAlive()).isTrue();
    end(process);
    manager.freeze();
    assertThatThrownBy(() -> manager.create(List.of()))
        .hasMessage("container's cgroup unexpectedly frozen");
    manager.thaw();
  }

  @Test
  void leavesWhoeverIsThereBeforeItIsMadeAlone() throws Exception {
    manager.create(List.of());
    var process = sleeper();
    manager.join((int) process.pid());
    var planned = cgroups.planned(manager.layout());
    planned.killAll();
    planned.remove();
    assertThat(process.isAlive()).isTrue();
    assertThat(manager.pids()).containsExactly((int) process.pid());
    var opened = cgroups.open(manager.layout().labels());
    opened.killAll();
    assertThat(process.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void refusesACgroupThatExistsOnlyInTheFreezerAndIsFrozen() throws IOException {
    Files.createDirectories(file(Controller.FREEZER, "tasks").getParent());
    manager.freeze();
    assertThatThrownBy(() -> manager.create(List.of()))
        .hasMessage("container's cgroup unexpectedly frozen");
    assertThat(manager.exists()).isFalse();
    manager.thaw();
  }

  @Test
  void freezesAndThaws() throws Exception {
    manager.create(List.of());
    var process = sleeper();
    manager.join((int) process.pid());
    assertThat(manager.isFrozen()).isFalse();
    manager.freeze();
    assertThat(manager.isFrozen()).isTrue();
    assertThat(kernel.processStat((int) process.pid()).orElseThrow().state()).isEqualTo('D');
    manager.thaw();
    assertThat(manager.isFrozen()).isFalse();
    open("/a").freeze();
    assertThat(manager.isFrozen()).isFalse();
    open("/a").thaw();
    end(process);
  }

  @Test
  void killsAllProcessesThoughTheyAreFrozen() throws Exception {
    manager.create(List.of());
    var first = sleeper();
    var second = sleeper();
    manager.join((int) first.pid());
    var below = open("/a/b/c");
    below.create(List.of());
    below.join((int) second.pid());
    manager.freeze();
    manager.killAll();
    assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(manager.pids()).isEmpty();
    assertThat(manager.isFrozen()).isFalse();
    manager.remove();
    assertThatThrownBy(manager::killAll).hasMessage("cgroup not exist");
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("/bin/sleep", "100").start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
