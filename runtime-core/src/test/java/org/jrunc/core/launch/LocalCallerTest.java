package org.jrunc.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.SpawnCommand;
import org.jrunc.core.linux.WaitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients do for an engine, done by this JVM for itself. */
@Timeout(60)
class LocalCallerTest {
  private final Kernel kernel = Kernel.real();
  private final LocalCaller caller =
      new LocalCaller(kernel, List.of("jrunc"), Map.of("A", "1"), Optional.of(Path.of("/tmp")));

  @Test
  void anExecutorRunsAsAChildWithItsLayout() {
    try (var image = new ExecutorImage(kernel, Path.of("target/native/executor"));
        var link = ExecutorLink.spawn(kernel, caller, image, new byte[64], 3, List.of(), false)) {
      // The program is malformed, which only a running executor can tell.
      assertThat(caller.attach(link.pid(), Optional.empty())).isEqualTo(WaitStatus.exited(255));
      assertThat(link.await()).isEqualTo(new Report.Closed());
    }
  }

  @Test
  void aChildHasOnlyTheDescriptorsItIsGiven() {
    try (var zero = kernel.open(Path.of("/dev/zero"), OpenFlags.READ);
        var full = kernel.open(Path.of("/dev/full"), OpenFlags.READ);
        var output = kernel.pipe()) {
      int pid =
          kernel.spawn(
              new SpawnCommand(
                  Path.of("/bin/sh"),
                  List.of(
                      "sh", "-c", "for i in /proc/$$/fd/[0-9]*; do readlink $i; done >&5; true"),
                  List.of("PATH=/usr/bin:/bin"),
                  Optional.empty(),
                  List.of(full, zero, output.second()),
                  3));
      output.second().close();
      var lines = text(output.first()).lines().toList();
      assertThat(kernel.waitFor(pid).isSuccess()).isTrue();
      assertThat(lines).contains("/dev/full", "/dev/zero");
      assertThat(lines.indexOf("/dev/full")).isEqualTo(lines.indexOf("/dev/zero") - 1);
      assertThat(lines).noneMatch(line -> line.contains(".jar"));
    }
  }

  @Test
  void aChildHasDefaultSignals() {
    try (var output = kernel.pipe()) {
      int pid =
          kernel.spawn(
              new SpawnCommand(
                  Path.of("/bin/grep"),
                  List.of("grep", "^Sig[BI]", "/proc/self/status"),
                  List.of(),
                  Optional.empty(),
                  List.of(caller.stdin(), output.second()),
                  0));
      output.second().close();
      assertThat(text(output.first()).lines())
          .allMatch(line -> line.endsWith("\t0000000000000000"));
      assertThat(kernel.waitFor(pid).isSuccess()).isTrue();
    }
  }

  @Test
  void aHookRuns() {
    try (var output = kernel.pipe()) {
      var outcome = caller.run(hook(output.second(), 0, "echo $0 $HOOK $PWD >&2; exit 3"));
      assertThat(outcome).isEqualTo(new HookOutcome.Ended(WaitStatus.exited(3)));
      output.second().close();
      assertThat(text(output.first())).isEqualTo("hook yes /usr\n");
    }
  }

  @Test
  void aHookThatTakesTooLongIsKilled() {
    assertThat(caller.run(hook(caller.stderr(), 30, "exec sleep 60")))
        .isEqualTo(new HookOutcome.TimedOut());
  }

  @Test
  void aHookThatCannotBeExecutedSaysWhy() {
    var nowhere =
        new HookCommand(
            "/nowhere",
            List.of("x"),
            List.of(),
            Optional.empty(),
            caller.stdin(),
            caller.stderr(),
            Duration.ZERO);
    assertThat(caller.run(nowhere)).isEqualTo(new HookOutcome.NotExecuted(Errno.ENOENT.number()));
    var command =
        new SpawnCommand(Path.of("/nowhere"), List.of(), List.of(), Optional.empty(), List.of(), 3);
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.spawn(command))
        .withMessage(
            "cannot start `/nowhere`: posix_spawn(\"/nowhere\", ...) = ENOENT"
                + " (no such file or directory)");
  }

  @Test
  void theJvmIsDescribed() {
    assertThat(caller.arguments()).containsExactly("jrunc");
    assertThat(caller.environment()).containsEntry("A", "1");
    assertThat(caller.umask()).isBetween(0, 0777);
    assertThat(caller.isClosed(999)).isTrue();
    assertThat(caller.isClosed(1)).isFalse();
    assertThat(caller.lifeline()).isEmpty();
  }

  private HookCommand hook(Fd output, int timeoutMillis, String script) {
    return new HookCommand(
        "/bin/sh",
        List.of("sh", "-c", script, "hook"),
        List.of("HOOK=yes", "PATH=/usr/bin:/bin"),
        Optional.of(Path.of("/usr")),
        caller.stdin(),
        output,
        Duration.ofMillis(timeoutMillis));
  }

  private String text(Fd fd) {
    var text = new StringBuilder();
    var buffer = new byte[1000];
    for (int count = kernel.read(fd, buffer); count > 0; count = kernel.read(fd, buffer)) {
      text.append(new String(Arrays.copyOf(buffer, count), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
