package org.jrunc.conformance.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.time.Duration;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Filters that forbid what the runtime's own process still has to do: even to report, or to end.
 */
@BundleTest
class StrictFilterTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String NOTHING = "{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[]}";
  private static final String ONLY_EXECVE =
      "{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['execve'],'action':'SCMP_ACT_ALLOW'}]}";
  private static final String NEITHER_WRITE_NOR_EXIT =
      "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':"
          + "[{'names':['write','exit_group'],'action':'SCMP_ACT_ERRNO'}]}";

  @ParameterizedTest
  @CsvSource({
    "nothing, true", "nothing, false",
    "only execve, true", "only execve, false",
    "neither write nor exit, true", "neither write nor exit, false"
  })
  void endsTheContainerAndTheCommand(
      String allowed, boolean noNewPrivileges, Bundle bundle, OciRuntime runtime) {
    var profile =
        switch (allowed) {
          case "nothing" -> NOTHING;
          case "only execve" -> ONLY_EXECVE;
          default -> NEITHER_WRITE_NOR_EXIT;
        };
    bundle.edit(config -> config.withObject("/linux").set("seccomp", json(profile)));
    bundle.edit(config -> config.withObject("/process").put("noNewPrivileges", noNewPrivileges));
    bundle.args("/probe", "true");
    try (var container = bundle.container(runtime)) {
      var outcome = container.runCommand().within(LIMIT).run();
      assertThat(outcome.exit()).as(outcome.toString()).isNotZero();
      assertThat(outcome.stderr()).contains("(from /linux/seccomp in config.json)");
    }
  }
}
