package org.jrunc.conformance.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Device rules in {@code update}, which runc ignores. */
@BundleTest
class UpdateDevicesTest {
  private static final String LIST = "devices/devices.list";
  private static final String FUSE =
      "{'allow':true,'type':'c','major':10,'minor':229,'access':'rwm'}";

  private static Path devices(Bundle bundle) {
    return Objects.requireNonNull(Cgroups.hierarchies().get("devices"))
        .resolve(bundle.cgroup().substring(1));
  }

  /** The outcome is that of a container that has had the rules from the beginning. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'allow':false,'access':'rwm'}," + FUSE + "]",
        "[{'allow':true,'type':'c','major':10,'access':'rw'},"
            + "{'allow':true,'type':'b','access':'r'}]",
        "[{'allow':true,'access':'rwm'}]",
        "[{'allow':false,'access':'rwm'}]",
      })
  void bringTheListThatCreateBrings(String rules, Bundle bundle, OciRuntime runtime) {
    String updated;
    try (var subject = Subject.of(bundle, runtime)) {
      subject.updateFrom("{'devices':" + rules + "}").succeeded();
      updated = subject.limit(LIST);
    }
    bundle
        .freshRoot()
        .edit(config -> config.withObject("/linux/resources").set("devices", Bundle.json(rules)));
    try (var container = bundle.container(OciRuntime.runc())) {
      container.create().succeeded();
      assertThat(updated)
          .isEqualTo(Cgroups.limits(container.pid()).get("host-limit:devices/devices.list"));
    }
  }

  @Test
  void areTakenBackOneByOneAndAllAtOnce(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var before = subject.limit(LIST);
      subject.updateFrom("{'devices':[{'allow':false,'access':'rwm'}," + FUSE + "]}").succeeded();
      assertThat(subject.limit(LIST)).contains("c 10:229 rwm");
      subject.updateFrom("{'devices':[{'allow':true,'access':'rwm'}]}").succeeded();
      assertThat(subject.limit(LIST)).isEqualTo("a *:* rwm");
      subject.updateFrom("{'devices':[{'allow':false,'access':'rwm'}]}").succeeded();
      assertThat(subject.limit(LIST)).isEqualTo(before);
      assertThat(subject.limit("freezer/freezer.state")).isEqualTo("THAWED");
    }
  }

  @Test
  void leaveWhatOthersHaveAllowed(Bundle bundle, OciRuntime runtime) throws IOException {
    try (var subject = Subject.of(bundle, runtime)) {
      Files.writeString(devices(bundle).resolve("devices.allow"), "c 195:0 rw");
      subject.updateFrom("{'devices':[{'allow':false,'access':'rwm'}]}").succeeded();
      assertThat(subject.limit(LIST)).contains("c 195:0 rw");
      subject.updateFrom("{'devices':[{'allow':false,'access':'rwm'}," + FUSE + "]}").succeeded();
      assertThat(subject.limit(LIST)).contains("c 195:0 rw").contains("c 10:229 rwm");
    }
  }

  /** A cgroup with others below it cannot be made to allow everything: cgroup-v1/devices.rst. */
  @Test
  void comeBackWithAllTheRestWhenTheKernelRefuses(Bundle bundle, OciRuntime runtime)
      throws IOException {
    try (var subject = Subject.of(bundle, runtime)) {
      var below = Files.createDirectory(devices(bundle).resolve("below"));
      var before = subject.limits();
      var outcome =
          subject.updateFrom(
              "{'pids':{'limit':3},'memory':{'limit':33554432},"
                  + "'devices':[{'allow':true,'access':'rwm'}]}");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(subject.limits()).isEqualTo(before);
      Files.delete(below);
    }
  }

  @Test
  void thatMakeNoSenseAreRefused(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var before = subject.limits();
      for (var rules :
          new String[] {
            "[{'allow':true,'type':'p','access':'rwm'}]",
            "[{'allow':true,'type':'c','major':10,'minor':1}]",
            "[{'allow':true,'type':'c','major':10,'access':'rw'},"
                + "{'allow':false,'type':'c','major':10,'minor':229,'access':'w'}]"
          }) {
        var outcome = subject.updateFrom("{'pids':{'limit':3},'devices':" + rules + "}");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("from /devices/");
        assertThat(subject.limits()).isEqualTo(before);
      }
    }
  }
}
