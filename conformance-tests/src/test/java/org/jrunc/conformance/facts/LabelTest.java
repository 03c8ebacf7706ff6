package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.junit.jupiter.api.Test;

/** Labels of processes on a host whose kernel has no security module for them. */
@BundleTest
class LabelTest {

  @Test
  @Covers(
      value = "/process/apparmorProfile",
      instead = "the kernel has no AppArmor: refused as by runc; golden plan `apparmor`")
  void refusesAProfileWithoutAppArmorInTheWordsOfRunc(Bundle bundle, OciRuntime runtime) {
    assumeFalse(Files.exists(Path.of("/sys/kernel/security/apparmor")), "this host has AppArmor");
    bundle.edit(config -> config.withObject("/process").put("apparmorProfile", "docker-default"));
    var words = "unable to apply apparmor profile: apparmor failed to apply profile: ";
    assertThat(complaint(OciRuntime.runc(), bundle)).contains(words);
    assertThat(complaint(runtime, bundle)).contains(words);
  }

  @Test
  @Covers(
      value = "/process/selinuxLabel",
      instead = "the kernel has no SELinux: refused as by runc; golden plan `selinux`")
  void refusesALabelWithoutSelinuxInTheWordsOfRunc(Bundle bundle, OciRuntime runtime) {
    assumeFalse(Files.exists(Path.of("/sys/fs/selinux/enforce")), "this host has SELinux");
    bundle.edit(
        config ->
            config.withObject("/process").put("selinuxLabel", "system_u:system_r:container_t:s0"));
    var words = "selinux label is specified in config, but selinux is disabled or not supported";
    assertThat(complaint(OciRuntime.runc(), bundle)).contains(words);
    assertThat(complaint(runtime, bundle)).contains(words);
  }

  @Test
  void refusesToJoinWithALabelAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    assumeFalse(Files.exists(Path.of("/sys/fs/selinux/enforce")), "this host has SELinux");
    assumeFalse(Files.exists(Path.of("/sys/kernel/security/apparmor")), "this host has AppArmor");
    bundle.args("/probe", "wait");
    for (var judged : List.of(OciRuntime.runc(), runtime)) {
      try (var container = bundle.freshRoot().container(judged)) {
        container.create().succeeded();
        container.start().succeeded();
        assertThat(join(container, "--process-label", "system_u:system_r:container_t:s0").stderr())
            .contains("exec failed: selinux label is specified in config, but selinux is disabled");
        assertThat(join(container, "--apparmor", "docker-default").stderr())
            .contains("exec failed: ", "apparmor failed to apply profile: ");
        assertThat(join(container, "--apparmor=", "--process-label=").exit()).isZero();
      }
    }
  }

  private static Outcome join(Container container, String one, String other) {
    var outcome =
        container.runtime().command("exec", one, other, container.id(), "/probe", "true").run();
    assertThat(outcome.exit()).as(outcome.toString()).isIn(0, 255);
    return outcome;
  }

  @Test
  void takesEmptyLabelsForNoneAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "facts")
        .edit(
            config ->
                config.withObject("/process").put("apparmorProfile", "").put("selinuxLabel", ""));
    var reference = Facts.gather(OciRuntime.runc(), bundle);
    var facts = Facts.gather(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(runtime, "empty labels", facts.differencesFrom(reference)))
        .isEmpty();
  }

  private static String complaint(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      return container.create().stderr();
    }
  }
}
