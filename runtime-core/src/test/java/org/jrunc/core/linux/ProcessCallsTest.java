package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.junit.jupiter.api.Test;

class ProcessCallsTest {
  private static final int NOBODY = 0x3ffffff;
  private final Kernel kernel = Kernel.real();

  @Test
  void thisProcessIsKnown() {
    var stat = kernel.processStat(kernel.pid()).orElseThrow();
    assertThat((long) kernel.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat((long) stat.parent())
        .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
    assertThat(stat.isDead()).isFalse();
    assertThat(kernel.processStat(NOBODY)).isEmpty();
  }

  @Test
  void aSignalToNobodyFailsWithEsrch() {
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.kill(NOBODY, 0))
        .withMessage(
            "cannot signal process %d: kill(%d, 0) = ESRCH (no such process)", NOBODY, NOBODY);
    assertThat(Pidfd.open(kernel, NOBODY)).isEmpty();
  }

  @Test
  void aPidfdSignalsAndNoticesTheEnd() throws Exception {
    var process = new ProcessBuilder("sleep", "60").start();
    int pid = (int) process.pid();
    long startTime = kernel.processStat(pid).orElseThrow().startTime();
    assertThat(Pidfd.open(kernel, pid, startTime + 1)).isEmpty();
    try (var pidfd = Pidfd.open(kernel, pid, startTime).orElseThrow()) {
      assertThat(pidfd.awaitEnd(0)).isFalse();
      assertThat(pidfd.signal(9)).isTrue();
      assertThat(pidfd.awaitEnd(-1)).isTrue();
      assertThat(process.waitFor()).isEqualTo(128 + 9);
      assertThat(pidfd.signal(9)).isFalse();
    }
  }

  @Test
  void aThreadIsNoProcess() throws Exception {
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      int thread =
          threads
              .map(task -> Integer.parseInt(task.getFileName().toString()))
              .filter(id -> id != kernel.pid())
              .findFirst()
              .orElseThrow();
      assertThat(Pidfd.open(kernel, thread)).isEmpty();
    }
  }

  @Test
  void waitingForAStrangerFailsWithEchild() {
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.reap(1))
        .matches(e -> e.is(Errno.ECHILD));
  }

  @Test
  void limitsAreSetAndRefused() {
    kernel.limit(kernel.pid(), 4, 0, 0);
    assertThat(KernelFile.read(Path.of("/proc/self/limits")))
        .containsPattern("Max core file size +0 +0");
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.limit(kernel.pid(), 4, 2, 1))
        .matches(e -> e.is(Errno.EINVAL));
  }

  @Test
  void aDuplicateRefersToTheSameFile() {
    try (var pipe = kernel.pipe();
        var copy = kernel.duplicate(pipe.second(), 100)) {
      assertThat(copy.number()).isGreaterThanOrEqualTo(100);
      kernel.write(copy, new byte[] {1});
      assertThat(kernel.awaitReadable(0, List.of(pipe.first()))).isNotEmpty();
    }
  }

  @Test
  void descriptorsAreClosedByRange() {
    var pipe = kernel.pipe();
    var far = kernel.duplicate(pipe.first(), 900);
    kernel.closeRange(900, 1000, 0);
    assertThat(kernel.exists(Path.of("/proc/self/fd/" + far.number()))).isFalse();
    pipe.close();
  }

  @Test
  void theSystemHasAName() {
    var name = kernel.systemName();
    assertThat(name.machine()).isIn("x86_64", "aarch64");
    assertThat(name.isAtLeast(4, 0)).isTrue();
    assertThat(name.isAtLeast(400, 0)).isFalse();
    assertThat(name.release() + "\n")
        .isEqualTo(KernelFile.read(Path.of("/proc/sys/kernel/osrelease")));
  }

  @Test
  void aKernelReleaseIsCompared() {
    assertThat(new SystemName("h", "5.14", "x86_64").isAtLeast(5, 14)).isTrue();
    assertThat(new SystemName("h", "5.13.99-rc1", "x86_64").isAtLeast(5, 14)).isFalse();
    assertThat(new SystemName("h", "6.1-amd64", "x86_64").isAtLeast(5, 14)).isTrue();
  }

  @Test
  void theClockGoesForward() {
    long before = kernel.monotonicNanos();
    assertThat(kernel.monotonicNanos()).isGreaterThanOrEqualTo(before);
  }
}
