package org.jrunc.core.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.failure.HostFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected paths were read from the state.json of runc 1.1.5 on a host with such mounts. */
class CgroupLayoutTest {
  private static final String HYBRID =
      """
      23 22 0:26 / /sys rw,nosuid - sysfs sysfs rw
      31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
      32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
      34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
      35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
      36 31 0:33 / /sys/fs/cgroup/devices rw,relatime - cgroup cgroup rw,devices
      40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
      41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
      55 31 0:39 / /tmp/huge\\040pages rw,relatime - cgroup none rw,hugetlb
      """;

  private static final String CALLER =
      """
      12:hugetlb:/
      9:name=systemd:/user.slice
      5:devices:/
      4:memory:/parent/caller
      3:cpuset:/
      1:cpu,cpuacct:/parent
      0::/user.slice
      """;

  private static CgroupLayout layout(String mounts, @Nullable String path) {
    return CgroupLayout.of(
        CgroupMounts.parse(mounts), () -> CgroupMembership.parse(CALLER), path, "id");
  }

  @Test
  void anAbsolutePathBeginsAtTheTopOfEachHierarchy() {
    assertThat(layout(HYBRID, "/a/b").labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cpuset", "/sys/fs/cgroup/cpuset/a/b",
                "devices", "/sys/fs/cgroup/devices/a/b",
                "memory", "/sys/fs/cgroup/memory/a/b",
                "cpu", "/sys/fs/cgroup/cpu,cpuacct/a/b",
                "cpuacct", "/sys/fs/cgroup/cpu,cpuacct/a/b",
                "name=systemd", "/sys/fs/cgroup/systemd/a/b",
                "", "/sys/fs/cgroup/unified/a/b"));
  }

  @Test
  void takesTheHierarchiesBelowTheUsualPlaceWhateverTheOrderOfTheMounts() {
    var elsewhere = "30 31 0:39 / /tmp/huge rw - cgroup none rw,hugetlb\n";
    var usual = "74 63 0:39 / /sys/fs/cgroup/hugetlb rw - cgroup none rw,hugetlb\n";
    assertThat(layout(elsewhere + HYBRID + usual, "/a").labels())
        .containsEntry("hugetlb", "/sys/fs/cgroup/hugetlb/a")
        .containsEntry("memory", "/sys/fs/cgroup/memory/a");
    assertThat(layout(elsewhere + HYBRID + usual, "a").labels())
        .containsEntry("hugetlb", "/sys/fs/cgroup/hugetlb/a");
  }

  @Test
  void aRelativePathBeginsAtTheCgroupOfTheCaller() {
    assertThat(layout(HYBRID, "a/b").labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cpuset", "/sys/fs/cgroup/cpuset/a/b",
                "devices", "/sys/fs/cgroup/devices/a/b",
                "memory", "/sys/fs/cgroup/memory/parent/caller/a/b",
                "cpu", "/sys/fs/cgroup/cpu,cpuacct/parent/a/b",
                "cpuacct", "/sys/fs/cgroup/cpu,cpuacct/parent/a/b",
                "hugetlb", "/tmp/huge pages/a/b",
                "name=systemd", "/sys/fs/cgroup/systemd/user.slice/a/b",
                // runc knows no own cgroup in the unified hierarchy.
                "", "/sys/fs/cgroup/unified/a/b"));
  }

  @ParameterizedTest
  @CsvSource({
    ",               /sys/fs/cgroup/memory/parent/caller/id",
    "'',             /sys/fs/cgroup/memory/parent/caller/id",
    "../../up/y,     /sys/fs/cgroup/memory/parent/caller/up/y",
    "./x//y/../z,    /sys/fs/cgroup/memory/parent/caller/x/z",
    "/../../x,       /sys/fs/cgroup/memory/x",
    "/,              /sys/fs/cgroup/memory",
  })
  void noPathLeadsOut(@Nullable String path, Path directory) {
    assertThat(layout(HYBRID, path).directory(Controller.MEMORY)).contains(directory);
  }

  @Test
  void aHierarchyOfWhichOnlyAPartIsMountedIsSeenThroughThatPart() {
    var nested =
        """
        36 31 0:33 /docker/x /sys/fs/cgroup/devices rw - cgroup cgroup rw,devices
        """;
    var membership = new CgroupMembership(Map.of("devices", Path.of("/docker/x/inner")));
    var layout = CgroupLayout.of(CgroupMounts.parse(nested), () -> membership, "c", "id");
    assertThat(layout.labels()).isEqualTo(Map.of("devices", "/sys/fs/cgroup/devices/inner/c"));
  }

  @Test
  void refusesAHostWithoutTheDevicesController() {
    var mounts = "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
    assertThatThrownBy(() -> layout(mounts, "/a"))
        .isInstanceOf(HostFailure.class)
        .hasMessage("mountpoint for devices not found");
  }

  @Test
  void refusesAHostWithoutHierarchies() {
    assertThatThrownBy(() -> layout("", "/a"))
        .isInstanceOf(HostFailure.class)
        .hasMessage("no cgroup mount found in mountinfo");
  }

  @Test
  void knowsAPureVersion2Host() {
    assertThat(CgroupMounts.isPureV2("1 2 0:3 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"))
        .isTrue();
    assertThat(CgroupMounts.isPureV2(HYBRID)).isFalse();
  }

  @Test
  void survivesTheWayThroughTheState() {
    var layout = layout(HYBRID, "/a");
    assertThat(CgroupLayout.of(layout.labels())).isEqualTo(layout);
  }

  @Test
  void aProcessJoinsEachDirectoryOnce() {
    assertThat(layout(HYBRID, "/a").joinFiles())
        .containsExactly(
            new CgroupLayout.JoinFile(Path.of("/sys/fs/cgroup/cpuset/a/tasks"), true),
            new CgroupLayout.JoinFile(Path.of("/sys/fs/cgroup/devices/a/tasks"), true),
            new CgroupLayout.JoinFile(Path.of("/sys/fs/cgroup/memory/a/tasks"), true),
            new CgroupLayout.JoinFile(Path.of("/sys/fs/cgroup/cpu,cpuacct/a/tasks"), true),
            new CgroupLayout.JoinFile(Path.of("/sys/fs/cgroup/systemd/a/tasks"), false));
    assertThat(layout(HYBRID, "/a").unified()).contains(Path.of("/sys/fs/cgroup/unified/a"));
  }

  @Test
  void readsMountsAndTheirControllers() {
    assertThat(CgroupMounts.parse(HYBRID).mounts())
        .contains(
            new CgroupMounts.Mount(
                Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                Path.of("/"),
                Set.of("rw", "cpu", "cpuacct")))
        .hasSize(6);
  }
}
