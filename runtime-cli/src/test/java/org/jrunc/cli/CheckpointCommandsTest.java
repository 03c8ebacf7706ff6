package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jrunc.cli.CommandLines.Outcome;
import org.jrunc.cli.FakeOperations.Call;
import org.jrunc.cli.session.Launch;
import org.jrunc.cli.session.Restore;
import org.jrunc.core.container.CheckpointRequest;
import org.jrunc.core.container.ImageRequest;
import org.jrunc.core.criu.CgroupMode;
import org.jrunc.core.criu.CriuSwitch;
import org.jrunc.core.criu.NetworkLock;
import org.jrunc.core.criu.PageServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checkpoint and restore ask of the core. */
class CheckpointCommandsTest {
  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  private Outcome run(String line) {
    return jrunc(core, directory, line.split(" "));
  }

  private ImageRequest images(String name, CriuSwitch... switches) {
    return new ImageRequest(
        directory.resolve(name),
        Optional.empty(),
        Set.of(switches),
        CgroupMode.DEFAULT,
        Optional.empty());
  }

  @Test
  void checkpointsIntoTheCurrentDirectory() {
    assertThat(run("checkpoint c1")).isEqualTo(new Outcome(0, "", ""));
    assertThat(core.asked)
        .containsExactly(Call.of("checkpoint", CheckpointRequest.of("c1", images("checkpoint"))));
  }

  @Test
  void handsOnEveryFlagOfCheckpoint() {
    var line =
        "checkpoint --image-path img --work-path=/w/../work --parent-path ../old --leave-running"
            + " --tcp-established --tcp-skip-in-flight --link-remap --ext-unix-sk --shell-job"
            + " --lazy-pages --status-fd 5 --page-server [::1]:27 --file-locks --pre-dump"
            + " --manage-cgroups-mode strict --empty-ns network --auto-dedup --network-lock skip"
            + " c1";
    assertThat(run(line)).isEqualTo(new Outcome(0, "", ""));
    var switches = EnumSet.complementOf(EnumSet.of(CriuSwitch.TCP_CLOSE));
    var images =
        new ImageRequest(
            directory.resolve("img"),
            Optional.of(Path.of("/work")),
            switches,
            CgroupMode.STRICT,
            Optional.of(NetworkLock.SKIP));
    assertThat(core.asked)
        .containsExactly(
            Call.of(
                "checkpoint",
                new CheckpointRequest(
                    "c1",
                    images,
                    Optional.of("../old"),
                    true,
                    Optional.of(new PageServer("::1", 27)),
                    OptionalInt.of(5))));
  }

  @ParameterizedTest
  @CsvSource({
    "--empty-ns pid, namespace \\\"pid\\\" is not supported",
    "--parent-path /old, --parent-path must be relative",
    "--page-server :1, Use --page-server ADDRESS:PORT to specify page server",
    "--page-server host:, Use --page-server ADDRESS:PORT to specify page server",
    "--page-server host:65536, Invalid port number",
    "--network-lock none, invalid network-lock value: none",
    "--manage-cgroups-mode none, invalid manage-cgroups-mode value"
  })
  void refusesValuesAsRuncDoes(String flags, String complaint) {
    core.containers.add(LifecycleCommandsTest.KITTEN);
    var outcome = run("checkpoint " + flags + " kitten");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains("msg=\"" + complaint + "\"");
    assertThat(core.asked).noneMatch(asked -> asked.toString().contains("checkpoint"));
    assertThat(run("checkpoint " + flags + " nobody").error()).contains("does not exist");
  }

  @Test
  void restoresInTheForegroundWithTheExitCode() {
    core.exitStatus = 7;
    assertThat(run("restore c1").exitCode()).isEqualTo(7);
    assertThat(run("restore --no-subreaper c1").exitCode()).isEqualTo(7);
    var launch =
        new Launch(
            "c1",
            directory,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            true,
            0);
    var restore = new Restore(launch, images("checkpoint"), Optional.empty(), Optional.empty());
    assertThat(core.asked)
        .containsExactly(Call.of("restore", restore, true), Call.of("restore", restore, false));
  }

  @Test
  void handsOnEveryFlagOfRestore() {
    var line =
        "restore --image-path /img -d -b . --console-socket s --pid-file p -no-subreaper"
            + " --no-pivot --tcp-established --tcp-close --ext-unix-sk --shell-job --file-locks"
            + " --auto-dedup --lazy-pages --lsm-profile selinux:a:b --lsm-mount-context ctx c1";
    assertThat(run(line)).isEqualTo(new Outcome(0, "", ""));
    var launch =
        new Launch(
            "c1",
            directory,
            Optional.empty(),
            Optional.of(directory.resolve("s")),
            Optional.empty(),
            Optional.of(directory.resolve("p")),
            false,
            true,
            0);
    var images =
        images(
            "/img",
            CriuSwitch.TCP_ESTABLISHED,
            CriuSwitch.TCP_CLOSE,
            CriuSwitch.EXTERNAL_SOCKETS,
            CriuSwitch.SHELL_JOB,
            CriuSwitch.FILE_LOCKS,
            CriuSwitch.AUTO_DEDUP,
            CriuSwitch.LAZY_PAGES);
    assertThat(core.asked)
        .containsExactly(
            Call.of(
                "restoreDetached",
                new Restore(launch, images, Optional.of("selinux:a:b"), Optional.of("ctx"))));
  }
}
