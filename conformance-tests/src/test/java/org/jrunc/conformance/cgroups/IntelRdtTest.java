package org.jrunc.conformance.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BundleTest
class IntelRdtTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'closID':'gold'}",
        "{'l3CacheSchema':'L3:0=f'}",
        "{'memBwSchema':'MB:0=20'}",
        "{'schemata':['L3:0=f']}",
        "{'enableMonitoring':true}"
      })
  @Covers(
      value = "/linux/intelRdt/**",
      instead =
          "no resctrl: the refusal here; the groups in ResourceGroupsTest, on a directory that"
              + " behaves as resctrl")
  void refusesResourcesOfAProcessorThatHasNone(String rdt, Bundle bundle, OciRuntime runtime) {
    assumeTrue(Files.notExists(Path.of("/sys/fs/resctrl")), "this processor has resctrl");
    bundle.edit(config -> config.withObject("/linux").set("intelRdt", Bundle.json(rdt)));
    var outcome = bundle.container(runtime).create();
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("intelRdt is specified in config, but Intel RDT is not");
  }
}
