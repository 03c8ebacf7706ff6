package org.jrunc.conformance.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Controllers that this host has in no hierarchy, or in the unified one: they are mounted in a
 * mount namespace of the test, as most hosts have them. The container reads its limits itself.
 */
@BundleTest
class MoreHierarchiesTest {
  /**
   * Puts a copy of /sys/fs/cgroup with more hierarchies in its place, runs the command, and removes
   * the cgroup of the suite from them: they would live on with it. They live on as well if they are
   * unmounted before the kernel is done with it, which may take a moment after rmdir(2); every
   * later container would see them in its /proc/self/cgroup.
   */
  private static final String MORE =
      """
      set -e
      mount -t tmpfs tmpfs "$1"
      for h in /sys/fs/cgroup/*; do
        mkdir "$1/${h##*/}"
        mount --bind "$h" "$1/${h##*/}"
      done
      for c in hugetlb net_cls net_prio; do
        mkdir -p "$1/$c"
        mount -t cgroup -o $c none "$1/$c"
      done
      mount --move "$1" /sys/fs/cgroup
      parent=$2
      shift 2
      set +e
      "$@"
      status=$?
      for c in hugetlb net_cls net_prio; do
        rmdir "/sys/fs/cgroup/$c$parent" 2>/dev/null
      done
      sleep 0.2
      umount /sys/fs/cgroup/net_cls /sys/fs/cgroup/net_prio
      exit $status
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/linux/resources/hugepageLimits/*/limit"
            + "|{'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]}"
            + "|hugetlb/hugetlb.2MB.limit_in_bytes|4194304",
        "/linux/resources/hugepageLimits/*/pageSize"
            + "|{'hugepageLimits':[{'pageSize':'1GB','limit':0},{'pageSize':'2MB','limit':0}]}"
            + "|hugetlb/hugetlb.1GB.limit_in_bytes|0",
        "/linux/resources/network/classID"
            + "|{'network':{'classID':1048577}}|net_cls/net_cls.classid|1048577",
        "/linux/resources/network/priorities/**"
            + "|{'network':{'priorities':[{'name':'lo','priority':7}]}}"
            + "|net_prio/net_prio.ifpriomap|lo 7"
      })
  @Covers("{0}")
  void takesALimit(
      String property,
      String resources,
      String file,
      String value,
      Bundle bundle,
      OciRuntime runtime) {
    var content = read(resources, file, bundle, runtime);
    assertThat(content.split(";")).as(property).contains(value);
    assertThat(content).isEqualTo(read(resources, file, bundle, OciRuntime.runc()));
    assertThat(content).isEqualTo(read(resources, file, bundle, OciRuntime.crun()));
  }

  /** Pages that are reserved and not yet touched count too; the references do not know of it. */
  @ParameterizedTest
  @ValueSource(strings = "hugetlb/hugetlb.2MB.rsvd.limit_in_bytes")
  void limitsReservedPages(String file, Bundle bundle, OciRuntime runtime) {
    var resources = "{'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]}";
    assertThat(read(resources, file, bundle, runtime)).isEqualTo("4194304");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'hugepageLimits':[{'pageSize':'3MB','limit':4194304}]}",
        "{'network':{'priorities':[{'name':'no-such-if','priority':7}]}}"
      })
  void refusesWhatRuncRefuses(String resources, Bundle bundle, OciRuntime runtime) {
    assertThat(run(resources, "/", bundle, OciRuntime.runc()).exit()).isEqualTo(1);
    assertThat(run(resources, "/", bundle, runtime).exit()).isEqualTo(1);
  }

  /** Without the hierarchy nothing can be limited: on this host, and for rdma in this kernel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "net_cls|{'network':{'classID':1048577}}",
        "net_prio|{'network':{'priorities':[{'name':'lo','priority':7}]}}",
        "hugetlb|{'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]}",
        "rdma|{'rdma':{'mlx5_1':{'hcaHandles':3,'hcaObjects':10000}}}"
      })
  @Covers(
      value = "/linux/resources/rdma/**",
      instead = "no rdma controller: the refusal here, the value written in V1WritesTest")
  void saysWhichHierarchyIsMissing(
      String controller, String resources, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux").set("resources", Bundle.json(resources)));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.stderr())
        .contains("cannot set " + controller + " limit: container could not join or create cgroup");
  }

  private static String read(String resources, String file, Bundle bundle, OciRuntime runtime) {
    var path = "/sys/fs/cgroup/" + file;
    var outcome = run(resources, path, bundle, runtime).succeeded();
    return Facts.parse(outcome.stdout(), Map.of()).get("text:" + path);
  }

  private static Outcome run(String resources, String path, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux").set("resources", Bundle.json(resources)));
    try (var container =
        bundle.freshRoot().args("/probe", "facts", "text=" + path).container(runtime)) {
      var line =
          new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c"));
      line.addAll(List.of(MORE, "sh", bundle.newDirectory("cgroups").toString(), Suite.cgroup()));
      line.addAll(container.runCommand().line());
      return new Command(line).env("JRUNC_ENGINE", "oneshot").run();
    }
  }
}
