package org.jrunc.conformance.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernel parameters: those of the container's namespaces are set, all others are refused. */
@BundleTest
@Covers("/linux/sysctl")
class SysctlTest {
  @ParameterizedTest
  @CsvSource({
    "net.ipv4.ip_forward, net/ipv4/ip_forward, 1",
    "net/ipv4/ip_forward, net/ipv4/ip_forward, 1",
    "net.ipv4.conf.lo.forwarding, net/ipv4/conf/lo/forwarding, 1",
    "net.ipv4.conf/lo/forwarding, net/ipv4/conf/lo/forwarding, 1",
    "net.ipv4.conf/lo.forwarding, net/ipv4/conf/lo/forwarding, 1",
    "net/ipv4.conf.lo/forwarding, net/ipv4/conf/lo/forwarding, 1",
    "kernel.shmmax, kernel/shmmax, 1234567",
    "kernel/msgmax, kernel/msgmax, 4096",
    "kernel.domainname, kernel/domainname, cats.test",
    "fs.mqueue.msg_max, fs/mqueue/msg_max, 7",
    "fs/mqueue/queues_max, fs/mqueue/queues_max, 9"
  })
  void areSet(String key, String file, String value, Bundle bundle, OciRuntime runtime) {
    for (var each : new OciRuntime[] {OciRuntime.runc(), OciRuntime.crun(), runtime}) {
      bundle.edit(config -> config.withObject("/linux/sysctl").put(key, value));
      var path = "/proc/sys/" + file;
      try (var container =
          bundle.freshRoot().args("/probe", "facts", "text=" + path).container(each)) {
        var output = container.run().succeeded().stdout();
        assertThat(Facts.parse(output, Map.of()).get("text:" + path))
            .as(each.toString())
            .isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel.panic",
        "kernel.hostname",
        "vm.swappiness",
        "fs.file-max",
        "user.max_user_namespaces",
        "net/../kernel/panic",
        "net.//.kernel.panic",
        "net.ipv4/../../kernel/panic",
        "kernel.shmmax/../panic"
      })
  void areRefusedIfTheyAreTheHosts(String key, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux/sysctl").put(key, "1"));
    assertRefused(bundle, OciRuntime.runc());
    assertRefused(bundle, runtime);
  }

  @ParameterizedTest
  @ValueSource(strings = {"net.ipv4.ip_forward", "kernel.shmmax", "kernel.domainname"})
  void areRefusedWithoutTheirNamespace(String key, Bundle bundle, OciRuntime runtime) {
    bundle.namespaces("mount", "pid").edit(config -> config.remove("hostname"));
    areRefusedIfTheyAreTheHosts(key, bundle, runtime);
  }

  @Test
  void areRefusedInANetworkThatIsTheCallers(Bundle bundle, OciRuntime runtime) {
    var path = "/proc/" + ProcessHandle.current().pid() + "/ns/net";
    bundle.edit(
        config -> {
          config.remove("hostname");
          config
              .withObject("/linux")
              .set(
                  "namespaces",
                  json(
                      "[{'type':'mount'},{'type':'pid'},{'type':'network','path':'%s'}]"
                          .formatted(path)));
        });
    areRefusedIfTheyAreTheHosts("net.ipv4.ip_forward", bundle, runtime);
    assertThat(bundle.container(runtime).create().stderr())
        .contains("not allowed in host network namespace");
  }

  private static void assertRefused(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    }
  }
}
