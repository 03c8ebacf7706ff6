package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dir;

  @Test
  void aFailedOpenReadsLikeStrace() {
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.open(Path.of("/nowhere/at-all"), OpenFlags.WRITE))
        .withMessage(
            "cannot open `/nowhere/at-all`: open(\"/nowhere/at-all\", O_WRONLY|O_CLOEXEC, 0)"
                + " = ENOENT (no such file or directory)")
        .matches(e -> e.is(Errno.ENOENT));
  }

  @Test
  void everyCallReportsItsOwnErrno() throws Exception {
    var file = Files.createFile(dir.resolve("file"));
    var full = Files.createDirectory(dir.resolve("full"));
    Files.createFile(full.resolve("inside"));
    failsWith(Errno.EEXIST, () -> kernel.makeDirectory(dir, 0700));
    failsWith(Errno.ENOTEMPTY, () -> kernel.removeDirectory(full));
    failsWith(Errno.ENOTDIR, () -> kernel.removeDirectory(file));
    failsWith(Errno.EISDIR, () -> kernel.unlink(dir));
    failsWith(Errno.EINVAL, () -> kernel.readLink(file));
    failsWith(Errno.ENOENT, () -> kernel.facts(dir.resolve("nothing")));
    failsWith(Errno.EISDIR, () -> kernel.open(dir, OpenFlags.WRITE));
    failsWith(Errno.ENOTDIR, () -> kernel.open(file, OpenFlags.DIRECTORY));
    failsWith(Errno.EINVAL, () -> kernel.unmount(dir, 0));
    failsWith(Errno.ENODEV, () -> kernel.mount("x", dir, "nosuchfs", 0, ""));
    failsWith(Errno.ENOENT, () -> kernel.changeOwner(dir.resolve("nothing"), 1, 1));
    failsWith(Errno.ENOENT, () -> kernel.changeMode(dir.resolve("nothing"), 0600));
  }

  @Test
  void aTerminalKeepsNewlinesWhenAskedTo() {
    try (var terminal = kernel.open(Path.of("/dev/ptmx"), OpenFlags.READ_WRITE)) {
      kernel.write(terminal, "a\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(echo(terminal)).isEqualTo("a\r\n");
      kernel.keepNewlines(terminal);
      kernel.write(terminal, "b\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(echo(terminal)).isEqualTo("b\n");
    }
  }

  private String echo(Fd terminal) {
    var bytes = new byte[16];
    return new String(bytes, 0, kernel.read(terminal, bytes), StandardCharsets.US_ASCII);
  }

  @Test
  void aFailedMountNamesItsFlags() {
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.mount("shm", dir, "nosuchfs", 6, "size=64m"))
        .withMessage(
            "cannot mount nosuchfs on `%s`: mount(\"shm\", \"%s\", \"nosuchfs\","
                + " MS_NOSUID|MS_NODEV, \"size=64m\") = ENODEV (no such device)",
            dir, dir);
  }

  @Test
  void whatIsWrittenIsRead() {
    var file = dir.resolve("ütf-8");
    try (var fd = kernel.open(file, OpenFlags.CREATE | OpenFlags.READ_WRITE, 0640)) {
      kernel.write(fd, "hello".getBytes(StandardCharsets.UTF_8));
      kernel.sync(fd);
      kernel.truncate(fd, 4);
      var buffer = new byte[10];
      assertThat(kernel.readAt(fd, buffer, 1)).isEqualTo(3);
      assertThat(new String(buffer, 0, 3, StandardCharsets.UTF_8)).isEqualTo("ell");
      assertThat(kernel.read(fd, buffer)).isZero();
      assertThat(kernel.facts(fd)).isEqualTo(kernel.facts(file));
    }
    assertThat(kernel.facts(file).size()).isEqualTo(4);
    assertThat(kernel.facts(file).isRegular()).isTrue();
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void factsAgreeWithTheJavaLibrary() throws Exception {
    var file = Files.createFile(dir.resolve("file"));
    kernel.changeMode(file, 04751);
    var facts = kernel.facts(file);
    assertThat(facts.permissions()).isEqualTo(04751);
    assertThat(facts.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(facts.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
    assertThat(facts.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
    var zero = kernel.facts(Path.of("/dev/zero"));
    assertThat(zero.isCharacterDevice()).isTrue();
    assertThat(zero.deviceMajor()).isEqualTo(1);
    assertThat(zero.deviceMinor()).isEqualTo(5);
  }

  @Test
  void everyKindOfFileIsRecognised() {
    kernel.makeFifo(dir.resolve("fifo"), 0600);
    kernel.makeLink("fifo", dir.resolve("link"));
    assertThat(kernel.facts(dir).isDirectory()).isTrue();
    assertThat(kernel.facts(dir.resolve("link")).isFifo()).isTrue();
    assertThat(kernel.factsOfLink(dir.resolve("link")).isSymbolicLink()).isTrue();
    assertThat(kernel.readLink(dir.resolve("link"))).isEqualTo("fifo");
    assertThat(kernel.exists(dir.resolve("link"))).isTrue();
    kernel.unlink(dir.resolve("fifo"));
    assertThat(kernel.exists(dir.resolve("link"))).isFalse();
    kernel.rename(dir.resolve("link"), dir.resolve("renamed"));
    assertThat(Files.isSymbolicLink(dir.resolve("renamed"))).isTrue();
    kernel.makeDirectory(dir.resolve("directory"), 0700);
    kernel.exchange(dir.resolve("renamed"), dir.resolve("directory"));
    assertThat(kernel.facts(dir.resolve("renamed")).isDirectory()).isTrue();
    assertThatThrownBy(() -> kernel.exchange(dir.resolve("renamed"), dir.resolve("none")))
        .hasMessageContaining("RENAME_EXCHANGE) = ENOENT");
  }

  @Test
  void aLockExcludesOthersUntilItIsClosed() {
    var file = dir.resolve("lock");
    var flags = OpenFlags.CREATE | OpenFlags.READ_WRITE;
    try (var second = kernel.open(file, flags, 0600)) {
      try (var first = kernel.open(file, flags, 0600)) {
        kernel.lock(first);
        assertThat(kernel.tryLock(second)).isFalse();
        kernel.unlock(first);
        assertThat(kernel.tryLock(second)).isTrue();
        kernel.unlock(second);
        kernel.lock(first);
      }
      assertThat(kernel.tryLock(second)).isTrue();
    }
  }

  @Test
  void aSealedFileCannotBeChanged() {
    try (var file = kernel.sealedFile("jrunc-test", new byte[] {1, 2, 3}, false)) {
      failsWith(Errno.EPERM, () -> kernel.truncate(file, 0));
      failsWith(Errno.EPERM, () -> kernel.write(file, new byte[] {4}));
      var path = Path.of("/proc/self/fd/" + file.number());
      try (var again = kernel.open(path, OpenFlags.READ_WRITE)) {
        failsWith(Errno.EPERM, () -> kernel.write(again, new byte[] {4}));
      }
      var buffer = new byte[8];
      assertThat(kernel.readAt(file, buffer, 0)).isEqualTo(3);
    }
  }

  @Test
  void descriptorsAreCloseOnExec() {
    try (var fd = kernel.openPath(dir)) {
      var info = KernelFile.read(Path.of("/proc/self/fdinfo/" + fd.number()));
      // O_CLOEXEC and O_PATH, in octal.
      assertThat(info).containsPattern("flags:\\s+012000000");
    }
  }

  @Test
  void aDescriptorIsClosedOnce() {
    var fd = kernel.openPath(dir);
    int number = fd.number();
    fd.close();
    try (var reused = kernel.openPath(dir)) {
      assertThat(reused.number()).isEqualTo(number);
      fd.close();
      assertThat(kernel.facts(reused).isDirectory()).isTrue();
    }
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(fd::number);
  }

  @Test
  void theFilesystemOfAPathIsKnown() {
    assertThat(kernel.filesystemType(Path.of("/proc"))).isEqualTo(0x9fa0);
  }

  @Test
  void aNulByteNeverReachesTheKernel() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> kernel.makeLink("a\0b", dir.resolve("link")));
  }

  private static void failsWith(Errno errno, Runnable call) {
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(call::run)
        .matches(e -> e.is(errno), errno.name());
  }
}
