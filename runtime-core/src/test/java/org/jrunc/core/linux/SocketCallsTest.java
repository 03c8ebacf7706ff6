package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketCallsTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dir;

  @Test
  void aMessageArrivesWithItsDescriptors() {
    try (var pair = kernel.socketPair(Kind.MESSAGES);
        var pipe = kernel.pipe()) {
      kernel.send(pair.first(), HELLO, List.of(pipe.first(), pipe.second()));
      try (var message = kernel.receive(pair.second(), 100)) {
        assertThat(message.bytes()).isEqualTo(HELLO);
        assertThat(message.fds()).hasSize(2);
        kernel.write(message.fds().get(1), HELLO);
        assertThat(kernel.read(pipe.first(), new byte[10])).isEqualTo(5);
        var fdinfo = KernelFile.read(Path.of("/proc/self/fdinfo/" + message.fds().get(0).number()));
        assertThat(fdinfo).containsPattern("flags:\\s+02000000");
      }
    }
  }

  @Test
  void messagesKeepTheirBounds() {
    try (var pair = kernel.socketPair(Kind.MESSAGES)) {
      kernel.send(pair.first(), HELLO, List.of());
      kernel.send(pair.first(), new byte[] {1}, List.of());
      assertThat(kernel.receive(pair.second(), 100).bytes()).hasSize(5);
      assertThat(kernel.receive(pair.second(), 100).bytes()).hasSize(1);
    }
  }

  @Test
  void theEndIsAnEmptyMessage() {
    try (var pair = kernel.socketPair(Kind.MESSAGES)) {
      assertThat(kernel.isHungUp(pair.second())).isFalse();
      pair.first().close();
      assertThat(kernel.isHungUp(pair.second())).isTrue();
      assertThat(kernel.receive(pair.second(), 100).isEnd()).isTrue();
      assertThatExceptionOfType(SyscallFailure.class)
          .isThrownBy(() -> kernel.send(pair.second(), HELLO, List.of()))
          .matches(e -> e.is(Errno.EPIPE));
    }
  }

  @Test
  void whatWasSentBeforeAResetStillArrives() {
    try (var pair = kernel.socketPair(Kind.MESSAGES)) {
      kernel.send(pair.second(), HELLO, List.of());
      kernel.send(pair.first(), HELLO, List.of());
      pair.first().close();
      assertThat(kernel.receive(pair.second(), 10).bytes()).isEqualTo(HELLO);
      assertThat(kernel.receive(pair.second(), 10).isEnd()).isTrue();
    }
  }

  @Test
  void aMessageThatIsTooLongLeaksNoDescriptor() throws Exception {
    try (var pair = kernel.socketPair(Kind.MESSAGES)) {
      kernel.send(pair.first(), HELLO, List.of(pair.first(), pair.first()));
      int before = openDescriptors();
      assertThatExceptionOfType(SyscallFailure.class)
          .isThrownBy(() -> kernel.receive(pair.second(), 2))
          .matches(e -> e.is(Errno.EMSGSIZE));
      assertThat(openDescriptors()).isEqualTo(before);
    }
  }

  @Test
  void sixtyFourDescriptorsFitInOneMessage() {
    try (var pair = kernel.socketPair(Kind.MESSAGES)) {
      var many = new ArrayList<Fd>();
      for (int i = 0; i < 64; i++) {
        many.add(pair.first());
      }
      kernel.send(pair.first(), HELLO, many);
      try (var message = kernel.receive(pair.second(), 10)) {
        assertThat(message.fds()).hasSize(64);
      }
      many.add(pair.first());
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> kernel.send(pair.first(), HELLO, many));
    }
  }

  @Test
  void aListenerKnowsItsPathAndItsPeers() {
    var path = dir.resolve("socket");
    try (var listening = kernel.listen(Kind.MESSAGES, path);
        var client = kernel.connect(Kind.MESSAGES, path);
        var server = kernel.accept(listening).orElseThrow()) {
      assertThat(kernel.boundPath(listening)).contains(path);
      assertThat(kernel.boundPath(client)).isEmpty();
      var peer = kernel.peer(server);
      assertThat(peer.pid()).isEqualTo(kernel.pid());
      assertThat(peer.uid()).isEqualTo(kernel.effectiveUser());
      assertThat(kernel.accept(listening)).isEmpty();
    }
  }

  @Test
  void aPathLongerThanASocketAddressIsReached() throws Exception {
    var deep = dir;
    for (int i = 0; i < 6; i++) {
      deep = deep.resolve("a-rather-long-directory-name-" + i);
    }
    Files.createDirectories(deep);
    var path = deep.resolve("console.sock");
    assertThat(path.toString().length()).isGreaterThan(108);
    try (var listening = kernel.listen(Kind.STREAM, path);
        var client = kernel.connect(Kind.STREAM, path);
        var server = kernel.accept(listening).orElseThrow()) {
      kernel.send(client, HELLO, List.of());
      assertThat(kernel.receive(server, 10).bytes()).isEqualTo(HELLO);
    }
  }

  @Test
  void aFailedConnectNamesThePathAndLeaksNothing() throws Exception {
    int before = openDescriptors();
    var path = dir.resolve("nobody");
    assertThatExceptionOfType(SyscallFailure.class)
        .isThrownBy(() -> kernel.connect(Kind.STREAM, path))
        .withMessageContaining("cannot connect to `" + path + "`: connect(")
        .withMessageEndingWith("= ENOENT (no such file or directory)");
    assertThat(openDescriptors()).isEqualTo(before);
  }

  @Test
  void aListenerThatWasShutDownRefusesNewClientsAndKeepsTheWaitingOnes() {
    var path = dir.resolve("socket");
    try (var listening = kernel.listen(Kind.MESSAGES, path);
        var waiting = kernel.connect(Kind.MESSAGES, path)) {
      kernel.shutdown(listening);
      assertThatExceptionOfType(SyscallFailure.class)
          .isThrownBy(() -> kernel.connect(Kind.MESSAGES, path))
          .matches(e -> e.is(Errno.ECONNREFUSED));
      try (var server = kernel.accept(listening).orElseThrow()) {
        kernel.send(waiting, HELLO, List.of());
        assertThat(kernel.receive(server, 10).bytes()).isEqualTo(HELLO);
      }
      assertThat(kernel.accept(listening)).isEmpty();
    }
  }

  @Test
  void waitingEndsWithDataHangUpOrTime() {
    try (var one = kernel.pipe();
        var two = kernel.pipe()) {
      var readers = List.of(one.first(), two.first());
      long start = kernel.monotonicNanos();
      assertThat(kernel.awaitReadable(30, readers)).isEmpty();
      assertThat(kernel.monotonicNanos() - start).isGreaterThanOrEqualTo(30_000_000L);
      kernel.write(two.second(), HELLO);
      assertThat(kernel.awaitReadable(-1, readers)).containsExactly(two.first());
      one.second().close();
      assertThat(kernel.awaitReadable(-1, readers)).hasSize(2);
    }
  }

  private static int openDescriptors() throws Exception {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return (int) fds.count();
    }
  }
}
