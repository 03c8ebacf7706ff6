package org.jrunc.conformance.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of devices.list, or the refusal, is that of runc for any list of rules. */
@BundleTest
@Covers("/linux/resources/devices/**")
class DeviceRulesTest {
  private static final String LIST = "host-limit:devices/devices.list";
  private static final String REFUSED = "refused";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{'allow':false,'access':'rwm'}]",
        "[{'allow':true,'access':'rwm'}]",
        "[{'allow':true,'access':'r'}]",
        "[{'allow':true,'type':'a','major':1,'minor':3,'access':'r'}]",
        "[{'allow':true,'type':'c','access':'r'}]",
        "[{'allow':true,'type':'c','major':10,'minor':229,'access':'mwr'}]",
        "[{'allow':true,'type':'c','major':1,'minor':3,'access':'r'}]",
        "[{'allow':true,'type':'b','major':8,'access':'rw'}]",
        "[{'allow':true,'type':'b','minor':8,'access':'rw'}]",
        "[{'allow':true,'type':'b','major':-1,'minor':-1,'access':'rw'}]",
        "[{'allow':true,'type':'c','major':10,'access':'rw'},"
            + "{'allow':true,'type':'c','major':10,'minor':229,'access':'rwm'}]",
        "[{'allow':true,'type':'c','major':10,'minor':1,'access':'rwm'},"
            + "{'allow':false,'type':'c','major':10,'minor':1,'access':'w'}]",
        "[{'allow':true,'type':'c','major':10,'minor':1,'access':'rwm'},"
            + "{'allow':false,'type':'c','major':10,'minor':1,'access':'rwm'}]",
        "[{'allow':false,'type':'c','major':1,'minor':3,'access':'rwm'}]",
        "[{'allow':true,'type':'c','major':10,'access':'rw'},"
            + "{'allow':false,'type':'c','major':10,'minor':229,'access':'w'}]",
        "[{'allow':true,'type':'c','major':10,'access':'rw'},"
            + "{'allow':false,'type':'c','major':10,'minor':229,'access':'m'}]",
        "[{'allow':true,'access':'rwm'},"
            + "{'allow':false,'type':'b','major':8,'minor':1,'access':'w'}]",
        "[{'allow':true,'access':'rwm'},"
            + "{'allow':false,'type':'c','major':1,'minor':3,'access':'rwm'}]",
        "[{'allow':true,'access':'rwm'}," + "{'allow':false,'type':'c','access':'rwm'}]",
        "[{'allow':true,'access':'rwm'},"
            + "{'allow':false,'type':'c','major':136,'minor':7,'access':'rwm'}]",
        "[{'allow':true,'type':'c','major':10,'minor':1,'access':'rwm'},"
            + "{'allow':false,'access':'rwm'}]",
        "[{'allow':false,'access':'rwm'},{'allow':true,'access':'rwm'},"
            + "{'allow':false,'access':'rwm'},"
            + "{'allow':true,'type':'c','major':5,'minor':1,'access':'rwm'}]",
        "[{'allow':true,'type':'c','major':10,'minor':1}]",
        "[{'allow':true,'type':'p','access':'rwm'}]",
        "[{'allow':true,'type':'u','major':10,'minor':1,'access':'rwm'}]"
      })
  void areThoseOfRunc(String rules, Bundle bundle, OciRuntime runtime) {
    bundle.edit(config -> config.withObject("/linux/resources").set("devices", json(rules)));
    var reference = list(bundle, OciRuntime.runc());
    assertThat(list(bundle, runtime)).as(rules).isEqualTo(reference);
  }

  @Test
  void leaveOutADefaultDeviceThatTheConfigReplaces(Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        config ->
            config
                .withObject("/linux")
                .set("devices", json("[{'path':'/dev/full','type':'c','major':1,'minor':5}]")));
    var reference = list(bundle, OciRuntime.runc());
    assertThat(list(bundle, runtime)).isEqualTo(reference).doesNotContain("c 1:7 ");
  }

  private static String list(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().args("/probe", "wait").container(runtime)) {
      return container.create().exit() == 0
          ? Cgroups.limits(container.pid()).getOrDefault(LIST, "none")
          : REFUSED;
    }
  }
}
