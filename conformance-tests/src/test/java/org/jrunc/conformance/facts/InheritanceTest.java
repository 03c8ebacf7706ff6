package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Engine;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a container takes over from elsewhere: namespaces of another process, descriptors and limits
 * of the caller.
 */
@BundleTest
class InheritanceTest {

  @Test
  @Covers("/linux/namespaces/*/path")
  void joinsNamespacesByPathAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    var holder =
        new Command(List.of("unshare", "--uts", "--ipc", "--net", "--pid", "sleep", "60")).start();
    try {
      var pid = holder.process().pid();
      // The pid namespace exists once unshare has forked into it; sleep itself is not in it.
      Container.await(
          "the holder",
          () ->
              !Engine.link(pid, "ns/net")
                  .equals(Engine.link(ProcessHandle.current().pid(), "ns/net")));
      bundle.edit(
          c -> {
            c.remove("hostname");
            c.withObject("/linux")
                .set(
                    "namespaces",
                    json(
                        "[{'type':'mount'},{'type':'pid'},{'type':'uts','path':'/proc/%d/ns/uts'},{'type':'ipc','path':'/proc/%d/ns/ipc'},{'type':'network','path':'/proc/%d/ns/net'}]"
                            .formatted(pid, pid, pid)));
          });
      var reference = Facts.gather(OciRuntime.runc(), bundle);
      var facts = Facts.gather(runtime, bundle);
      assertThat(
              KnownDifferences.unexplained(
                  runtime, "joined namespaces", facts.differencesFrom(reference)))
          .isEmpty();
      assertThat(facts.get("namespace:net")).isEqualTo("its own");
      assertThat(facts.get("interface:lo"))
          .as("loopback of a joined namespace is left alone")
          .startsWith("down");
    } finally {
      holder.process().destroyForcibly();
    }
  }

  /** So `ip netns` and everything that makes networks for containers keeps them. */
  @Test
  @Covers("/linux/namespaces/*/path")
  void joinsANamespaceThatIsMountedOnAFile(Bundle bundle, OciRuntime runtime) throws Exception {
    var file = bundle.directory().resolve("net");
    java.nio.file.Files.createFile(file);
    new Command(List.of("unshare", "--net=" + file, "true")).run().succeeded();
    try {
      bundle.edit(
          c ->
              c.withObject("/linux")
                  .set("namespaces", json("[{'type':'mount'},{'type':'pid'},{'type':'ipc'}]")));
      bundle.edit(
          c ->
              c.withArray("/linux/namespaces")
                  .addObject()
                  .put("type", "network")
                  .put("path", file.toString()));
      bundle.edit(c -> c.remove("hostname"));
      assertThat(Facts.gather(runtime, bundle).get("namespace:net")).isEqualTo("its own");
    } finally {
      new Command(List.of("umount", file.toString())).run().succeeded();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-pivot", "--no-new-keyring"})
  void obeysTheOptionsOfCreateAsRuncDoes(String option, Bundle bundle, OciRuntime runtime) {
    var reference = Facts.gather(OciRuntime.runc(), bundle, option);
    var facts = Facts.gather(runtime, bundle, option);
    assertThat(KnownDifferences.unexplained(runtime, option, facts.differencesFrom(reference)))
        .isEmpty();
  }

  @Test
  void keepsTheDescriptorsItIsToldToKeepAndNoOther(Bundle bundle, OciRuntime runtime) {
    var reference = descriptors(OciRuntime.runc(), bundle);
    var facts = descriptors(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "preserved descriptors", facts.differencesFrom(reference)))
        .isEmpty();
    assertThat(facts.values().keySet()).contains("fd:3", "fd:4").doesNotContain("fd:5", "fd:7");
  }

  private static Facts descriptors(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var line =
          new java.util.ArrayList<>(
              List.of(
                  "sh",
                  "-c",
                  "exec 3</dev/zero 4>/dev/full 5</dev/null 7</dev/null; exec \"$@\"",
                  "sh"));
      line.addAll(container.runCommand("--preserve-fds", "2").line());
      return Facts.parse(new Command(line).run().succeeded().stdout(), Map.of());
    }
  }

  @Test
  void resetsWhatTheCallerHasSetForItself(Bundle bundle, OciRuntime runtime) {
    var reference = inherited(OciRuntime.runc(), bundle);
    var facts = inherited(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "inherited settings", facts.differencesFrom(reference)))
        .isEmpty();
  }

  /**
   * The caller has a tight umask, low limits, ignored signals, another nice value and another cwd.
   */
  private static Facts inherited(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var settings =
          "umask 077; ulimit -c 0; ulimit -s 4096; trap '' PIPE HUP USR1; cd /tmp; exec nice -n 3"
              + " \"$@\"";
      var line = new java.util.ArrayList<>(List.of("sh", "-c", settings, "sh"));
      line.addAll(container.runCommand().line());
      return Facts.parse(new Command(line).run().succeeded().stdout(), Map.of());
    }
  }
}
