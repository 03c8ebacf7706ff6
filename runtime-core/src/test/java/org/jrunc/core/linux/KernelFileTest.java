package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.core.failure.SyscallFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {
  @TempDir private Path dir;

  @Test
  void aFileIsReadToItsEnd() {
    assertThat(KernelFile.read(Path.of("/proc/self/mountinfo"))).endsWith("\n");
    assertThat(KernelFile.read(Path.of("/proc/self/smaps")).length()).isGreaterThan(20_000);
  }

  @Test
  void aMissingFileIsNotAnErrorWhenAskedSo() {
    assertThat(KernelFile.readIfPresent(dir.resolve("nothing"))).isEmpty();
    assertThat(KernelFile.readIfPresent(Path.of("/proc/version"))).isPresent();
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> KernelFile.readIfPresent(dir))
        .withMessageEndingWith("= EISDIR (is a directory)");
  }

  @Test
  void aValueReplacesTheContent() throws Exception {
    var file = Files.writeString(dir.resolve("cpu.max"), "a longer value");
    KernelFile.write(file, "max");
    assertThat(KernelFile.read(file)).isEqualTo("max");
  }

  @Test
  void aFailedWriteNamesPathValueAndErrno() {
    var file = Path.of("/proc/self/oom_score_adj");
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> KernelFile.write(file, "5000\n"))
        .withMessageMatching(
            "cannot write `5000` to `/proc/self/oom_score_adj`:"
                + " write\\(\\d+, \"5000\\\\n\", 5\\) = EINVAL \\(invalid argument\\)");
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> KernelFile.write(dir.resolve("cpu.max"), "1"))
        .withMessage(
            "cannot write `1` to `%1$s/cpu.max`: open(\"%1$s/cpu.max\","
                + " O_WRONLY|O_TRUNC|O_CLOEXEC) = ENOENT (no such file or directory)",
            dir);
  }
}
