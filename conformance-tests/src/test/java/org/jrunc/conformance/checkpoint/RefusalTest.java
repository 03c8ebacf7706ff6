package org.jrunc.conformance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;

/** What checkpoint and restore refuse, in the words of runc. */
@BundleTest
class RefusalTest {

  @Test
  void refusesWhatRuncRefuses(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var options :
        List.of(
            List.of("--empty-ns", "uts"),
            List.of("--parent-path", "/absolute"),
            List.of("--parent-path", "missing"),
            List.of("--page-server", "nowhere"),
            List.of("--page-server", "localhost:http"),
            List.of("--lazy-pages", "--status-fd", "77"))) {
      var refusal = refusal(bundle, runtime, options);
      assertThat(refusal).isNotEmpty();
      for (var reference : OciRuntime.runcs()) {
        assertThat(refusal)
            .as("%s, by %s", options, reference)
            .isEqualTo(refusal(bundle, reference, options));
      }
    }
  }

  private static String refusal(Bundle bundle, OciRuntime runtime, List<String> options) {
    try (var subject = new Subject(bundle, runtime).started()) {
      var refused = subject.checkpoint(options.toArray(String[]::new));
      assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
      subject.awaitCounting();
      return message(refused).replace(subject.images().toString(), "IMAGES");
    }
  }

  /** The last line; runc first warns of cgroups that it thinks strange. */
  private static String message(Outcome outcome) {
    var lines = outcome.stderr().lines().toList();
    return lines.isEmpty() ? "" : lines.getLast().replaceFirst("time=\"[^\"]*\" ", "");
  }

  @Test
  void refusesContainersThatDoNotRunAsRuncDoes(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    assertThat(refusalsOfStatus(bundle, runtime))
        .isEqualTo(refusalsOfStatus(bundle, OciRuntime.runc()))
        .anyMatch(line -> line.contains("Container cannot be checkpointed in created state"))
        .anyMatch(line -> line.contains("Container cannot be checkpointed in stopped state"));
  }

  private static List<String> refusalsOfStatus(Bundle bundle, OciRuntime runtime) {
    try (var subject = new Subject(bundle, runtime)) {
      var missing = subject.checkpoint();
      subject.container().create().succeeded();
      var created = subject.checkpoint();
      assertThat(subject.images()).doesNotExist();
      subject.container().start().succeeded();
      subject.awaitCounting();
      var again = subject.restoreCommand("--detach").run();
      long pid = subject.container().pid();
      subject.container().kill("KILL").succeeded();
      subject.container().awaitEnd(pid);
      var stopped = subject.checkpoint();
      return List.of(message(missing), message(created), message(again), message(stopped));
    }
  }

  @Test
  void saysThatCriuIsMissing(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        var dumped = withoutCriu(subject.checkpointCommand());
        assertThat(dumped.exit()).isEqualTo(1);
        assertThat(message(dumped))
            .isEqualTo(
                "level=error msg=\"CRIU version check failed: exec: \\\"criu\\\":"
                    + " executable file not found in $PATH\"");
        subject.awaitCounting();
      }
      try (var subject = new Subject(bundle, one)) {
        var restored = withoutCriu(subject.restoreCommand("--detach"));
        assertThat(restored.exit()).isEqualTo(1);
        assertThat(message(restored)).contains("executable file not found in $PATH");
        assertThat(subject.container().status()).isEqualTo("missing");
      }
    }
  }

  @Test
  void saysThatCriuEndedAtOnce(Bundle bundle, OciRuntime runtime) throws IOException {
    Subject.counting(bundle, "count");
    var programs = Files.createDirectory(Suite.newPath("programs"));
    Files.createSymbolicLink(programs.resolve("criu"), Path.of("/bin/true"));
    for (var one : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = new Subject(bundle, one).started()) {
        var command = subject.checkpointCommand().env("PATH", programs.toString());
        var dumped = command.run();
        assertThat(dumped.exit()).isEqualTo(1);
        assertThat(message(dumped))
            .contains(one.isOurs() ? "criu failed: it ended before it answered" : "CRIU version");
        subject.awaitCounting();
      }
    }
  }

  private static Outcome withoutCriu(Command command) {
    return command.env("PATH", Suite.scratch().toString()).run();
  }

  @Test
  void refusesAModeOfCgroupsThatThereIsNot(Bundle bundle, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    try (var subject = new Subject(bundle, runtime).started()) {
      var refused = subject.checkpoint("--manage-cgroups-mode", "gentle");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.stderr()).hasLineCount(1).contains("invalid manage-cgroups-mode value");
      subject.awaitCounting();
    }
  }

  @Test
  void leavesTheCgroupOfAnotherContainerAlone(Bundle bundle, Bundle intruder, OciRuntime runtime) {
    Subject.counting(bundle, "count");
    Subject.counting(intruder, "count")
        .edit(config -> config.withObject("/linux").put("cgroupsPath", bundle.cgroup()));
    try (var subject = new Subject(bundle, runtime).started();
        var other = subject.elsewhere(intruder, runtime)) {
      subject.checkpoint("--leave-running").succeeded();
      var refused = other.restore();
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.stderr()).contains("container's cgroup is not empty");
      assertThat(other.container().status()).isEqualTo("missing");
      subject.awaitCounting();
    }
  }
}
