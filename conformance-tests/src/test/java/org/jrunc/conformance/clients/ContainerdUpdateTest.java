package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.BeforeAll;

/** The limits of a container that runs, changed through the task service of its shim. */
@Client(
    name = "containerd",
    version = {"/usr/bin/containerd", "--version"})
class ContainerdUpdateTest {
  private static final String LIMITS =
      "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes cpu/cpu.shares pids/pids.max";

  @BeforeAll
  static void startTheDaemon() {
    Containerd.shared();
  }

  @Feature("task service: Update")
  void changesLimits(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var cgroups = "type=cgroup,src=cgroup,dst=/sys/fs/cgroup,options=ro";
      var id =
          ctr.started(List.of("--memory-limit", "67108864", "--mount", cgroups), "sleep", "1000");
      assertThat(limits(ctr, id)).isEqualTo("67108864\n1024\nmax\n");
      try (var shim = ShimTask.of(ctr.containerd(), runtime.name(), id)) {
        var resources =
            """
            {"memory": {"limit": 33554432}, "cpu": {"shares": 512}, "pids": {"limit": 50}}
            """;
        assertThat(shim.update(id, resources)).isEmpty();
      }
      assertThat(limits(ctr, id)).isEqualTo("33554432\n512\n50\n");
    }
  }

  @Feature("task service: Update with a processor that there is not")
  void reportsALimitThatCannotBeSet(OciRuntime runtime) {
    try (var ctr = Ctr.with(runtime)) {
      var id = ctr.started(List.of(), "sleep", "1000");
      try (var shim = ShimTask.of(ctr.containerd(), runtime.name(), id)) {
        assertThat(shim.update(id, "{\"cpu\": {\"cpus\": \"4096\"}}")).isNotEmpty();
      }
      assertThat(ctr.status(id)).isEqualTo("RUNNING");
    }
  }

  private static String limits(Ctr ctr, String id) {
    return ctr.tasks("exec", "--exec-id", "look", id, "sh", "-c", LIMITS).succeeded().stdout();
  }
}
