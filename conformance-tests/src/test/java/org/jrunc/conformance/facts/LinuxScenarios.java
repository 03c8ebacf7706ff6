package org.jrunc.conformance.facts;

import static org.jrunc.conformance.support.Bundle.json;

import java.util.List;
import java.util.stream.Stream;

/** Scenarios of one value in the linux object. */
final class LinuxScenarios {
  private LinuxScenarios() {}

  static List<Scenario> all() {
    return Stream.concat(propagations(), others()).toList();
  }

  private static Stream<Scenario> propagations() {
    return Stream.of(
            "shared",
            "rshared",
            "slave",
            "rslave",
            "private",
            "rprivate",
            "unbindable",
            "runbindable")
        .map(
            how ->
                of("root propagation " + how, "rootfsPropagation", "'" + how + "'")
                    .covers("/linux/rootfsPropagation=" + how));
  }

  private static Stream<Scenario> others() {
    return Stream.of(
        of("personality", "personality", "{'domain':'LINUX32'}")
            .covers("/linux/personality", "/linux/personality/domain=LINUX32"),
        of("personality of the kernel", "personality", "{'domain':'LINUX'}")
            .covers("/linux/personality/domain=LINUX"),
        of(
                "unbuffered device",
                "devices",
                "[{'path':'/dev/u','type':'u','major':1,'minor':7,'fileMode':384}]")
            .covers("/linux/devices/*/type=u"));
  }

  private static Scenario of(String name, String property, String value) {
    return new Scenario(
        name,
        bundle -> bundle.edit(config -> config.withObject("/linux").set(property, json(value))),
        List.of());
  }
}
