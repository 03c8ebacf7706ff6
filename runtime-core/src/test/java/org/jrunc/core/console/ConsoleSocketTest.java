package org.jrunc.core.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSocketTest {
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dir;

  @Test
  void theTerminalIsSentOverTheConnection() {
    var path = dir.resolve("console.sock");
    try (var listening = kernel.listen(Kind.STREAM, path)) {
      try (var master = kernel.open(Path.of("/dev/ptmx"), OpenFlags.READ_WRITE);
          var connection = ConsoleSocket.connect(kernel, path)) {
        // What the executor does.
        var name = "/dev/ptmx".getBytes(StandardCharsets.UTF_8);
        kernel.send(connection, name, List.of(master));
      }
      receives(
          listening, "/dev/ptmx", fd -> assertThat(kernel.facts(fd).deviceMinor()).isEqualTo(2));
    }
  }

  @Test
  void theProcessArrivesWithItsKind() {
    var path = dir.resolve("pidfd.sock");
    try (var listening = kernel.listen(Kind.STREAM, path);
        var self = Pidfd.open(kernel, kernel.pid()).orElseThrow()) {
      ConsoleSocket.sendProcess(kernel, path, self, "standard");
      receives(listening, "standard", fd -> kernel.signal(fd, 0));
    }
  }

  @Test
  void aSocketThatNobodyListensOnIsNamed() {
    var path = dir.resolve("nobody.sock");
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> ConsoleSocket.connect(kernel, path))
        .withMessageStartingWith("cannot connect to `" + path + "`:")
        .matches(e -> e.is(Errno.ENOENT));
  }

  @Test
  void anExecutorHandsOutItsTerminal() {
    try (var channel = TerminalChannel.open(kernel);
        var master = kernel.open(Path.of("/dev/ptmx"), OpenFlags.READ_WRITE)) {
      kernel.send(channel.executorEnd(), new byte[] {1}, List.of(master));
      try (var received = channel.receive(1000).orElseThrow()) {
        assertThat(kernel.facts(received).deviceMinor()).isEqualTo(2);
      }
    }
  }

  @Test
  void anExecutorWithoutATerminalIsNotWaitedFor() {
    try (var channel = TerminalChannel.open(kernel)) {
      assertThat(channel.receive(-1)).isEmpty();
    }
  }

  private void receives(Fd listening, String name, Consumer<Fd> check) {
    try (var connection = kernel.accept(listening).orElseThrow();
        var message = kernel.receive(connection, 4096)) {
      assertThat(new String(message.bytes(), StandardCharsets.UTF_8)).isEqualTo(name);
      assertThat(message.fds()).hasSize(1);
      check.accept(message.fds().getFirst());
      assertThat(kernel.receive(connection, 4096).isEnd()).isTrue();
    }
  }
}
