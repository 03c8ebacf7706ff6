package org.jrunc.conformance.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of single block devices, and those that no kernel of today has with cgroup v1. */
@BundleTest
class BlockDeviceTest {

  @ParameterizedTest
  @Covers("/linux/resources/blockIO/{0}/**")
  @CsvSource({
    "throttleReadBpsDevice, read_bps",
    "throttleWriteBpsDevice, write_bps",
    "throttleReadIOPSDevice, read_iops",
    "throttleWriteIOPSDevice, write_iops"
  })
  void throttlesTheDeviceOfThatNumber(String name, String file, Bundle bundle, OciRuntime runtime) {
    resources(bundle, "{'blockIO':{'%s':[{'major':7,'minor':1,'rate':4096}]}}".formatted(name));
    assertThat(limit(bundle, runtime, "blkio.throttle." + file + "_device")).isEqualTo("7:1 4096");
  }

  @Test
  @Covers({
    "/linux/resources/blockIO/weightDevice/*/major",
    "/linux/resources/blockIO/weightDevice/*/minor"
  })
  void weighsTheDeviceOfThatNumber(Bundle bundle, OciRuntime runtime) throws IOException {
    var scheduler = Path.of("/sys/block/loop7/queue/scheduler");
    Requires.kernelFile(scheduler.toString(), "loop device");
    Files.writeString(scheduler, "bfq");
    try {
      resources(bundle, "{'blockIO':{'weightDevice':[{'major':7,'minor':7,'weight':301}]}}");
      assertThat(limit(bundle, runtime, "blkio.bfq.weight_device")).contains("7:7 301");
    } finally {
      Files.writeString(scheduler, "none");
    }
  }

  @ParameterizedTest
  @Covers(
      value = "{0}",
      instead = "leaf weights went from Linux with its CFQ scheduler: tested is the refusal")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /linux/resources/blockIO/leafWeight | {'blockIO':{'leafWeight':500}}
          /linux/resources/blockIO/weightDevice/*/leafWeight | {'blockIO':{'weightDevice':[{'major':7,'minor':1,'leafWeight':500}]}}
          """)
  void refusesLeafWeights(String pointer, String resources, Bundle bundle, OciRuntime runtime) {
    resources(bundle, resources);
    assertThat(bundle.container(runtime).create().exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @Covers(value = "{0}", instead = "the hierarchies are of cgroup v1 here: tested is the refusal")
  @ValueSource(strings = "/linux/resources/unified")
  void refusesFilesOfTheUnifiedHierarchy(String pointer, Bundle bundle, OciRuntime runtime) {
    resources(bundle, "{'unified':{'memory.high':'1000000'}}");
    assertThat(bundle.container(runtime).create().exit()).isEqualTo(1);
  }

  private static void resources(Bundle bundle, String resources) {
    bundle.edit(config -> config.withObject("/linux").set("resources", json(resources)));
  }

  private static String limit(Bundle bundle, OciRuntime runtime, String file) {
    bundle.args("/probe", "true");
    try (Container container = bundle.container(runtime)) {
      container.create().succeeded();
      return String.valueOf(
          org.jrunc.conformance.support.Cgroups.limits(container.pid())
              .get("host-limit:blkio/" + file));
    }
  }
}
