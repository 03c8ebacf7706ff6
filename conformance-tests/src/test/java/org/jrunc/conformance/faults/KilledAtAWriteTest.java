package org.jrunc.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The client, the process that prepares the container and the container's own are killed as they
 * enter their nth write(2): they write the request, join cgroups, report, and set what files set.
 * One of them is the report of the container's pid, at which the container's process already waits
 * for an answer that its maker can no longer ask for.
 */
@BundleTest
class KilledAtAWriteTest {
  static final List<Integer> WRITES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

  @ParameterizedTest(name = "write {0}")
  @FieldSource("WRITES")
  void endsTheCommandAndLeavesNothing(int write, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var container = bundle.args("/probe", "exit", "0").container(runtime);
    var line = new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null", "-e", "trace=write"));
    line.addAll(List.of("-e", "inject=write:signal=KILL:when=" + write));
    line.addAll(container.runCommand().line());
    new Command(line).within(Duration.ofSeconds(20)).run();
    assertThat(container.delete("--force").exit()).isZero();
    assertThat(container.status()).isEqualTo("missing");
  }
}
