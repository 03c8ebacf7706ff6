package org.jrunc.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jrunc.core.engine.FakeClient.Order;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Peer;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dir;

  @Test
  void aRequestArrivesAsTheClientSentIt() throws Exception {
    RequestHandler handler =
        caller -> {
          assertThat(caller.arguments()).containsExactly("jrunc", "state", "ü");
          assertThat(caller.environment()).containsOnlyKeys("PATH", "A").containsEntry("A", "1");
          assertThat(caller.workingDirectory()).contains(Path.of("/tmp"));
          assertThat(caller.umask()).isEqualTo(027);
          assertThat(caller.startedNanos()).isEqualTo(12345);
          assertThat(caller.isTerminal(2)).isTrue();
          assertThat(caller.isTerminal(1)).isFalse();
          assertThat(caller.isClosed(0)).isTrue();
          assertThat(caller.isClosed(2)).isFalse();
          return 7;
        };
    serving(
        handler,
        client -> {
          client.ask("jrunc", "state", "ü");
          assertThat(client.order()).isEqualTo(new Order(5, 7, ""));
          assertThat(client.order().type()).isZero();
        });
  }

  @Test
  void whatIsWrittenArrivesInPieces() throws Exception {
    var text = "x".repeat(70_000);
    RequestHandler handler =
        caller -> {
          caller.write(1, text.getBytes(StandardCharsets.UTF_8));
          return 0;
        };
    serving(
        handler,
        client -> {
          client.ask("jrunc");
          assertThat(client.order()).isEqualTo(new Order(3, 1, text.substring(0, 32_768)));
          assertThat(client.order()).isEqualTo(new Order(3, 1, text.substring(0, 32_768)));
          assertThat(client.order()).isEqualTo(new Order(3, 1, text.substring(0, 4464)));
          assertThat(client.order()).isEqualTo(new Order(5, 0, ""));
        });
  }

  @Test
  void anErrorOfTheHandlerIsOneLineAndExitCodeOne() throws Exception {
    RequestHandler handler =
        caller -> {
          throw new IllegalStateException("surprise");
        };
    serving(
        handler,
        client -> {
          client.ask("jrunc");
          var written = client.order();
          assertThat(written.type()).isEqualTo(3);
          assertThat(written.argument()).isEqualTo(2);
          assertThat(written.text())
              .startsWith("jrunc: internal error of jrunc: java.lang.IllegalStateException: surp")
              .endsWith("\n")
              .containsOnlyOnce("\n");
          assertThat(client.order()).isEqualTo(new Order(5, 1, ""));
        });
  }

  @Test
  void anotherVersionIsToldSo() throws Exception {
    serving(
        caller -> 0,
        client -> {
          client.ask(FakeClient.MAGIC, 9, List.of("jrunc"), List.of(), "");
          assertThat(client.order().text())
              .isEqualTo(
                  "jrunc: the running engine speaks protocol version 1, this client version 9\n");
          assertThat(client.order()).isEqualTo(new Order(5, 1, ""));
          assertThat(client.order().type()).isZero();
        });
  }

  @Test
  void nonsenseIsNotAnswered() throws Exception {
    serving(
        caller -> 0,
        client -> {
          client.ask(42, 1, List.of("jrunc"), List.of(), "");
          assertThat(client.order().type()).isZero();
        });
    serving(
        caller -> 0,
        client -> {
          kernel.send(client.socket(), new byte[] {1, 2, 3}, List.of());
          assertThat(client.order().type()).isZero();
        });
  }

  @Test
  void aClientThatLeavesIsNoticedAtTheNextOrder() throws Exception {
    var gone = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    RequestHandler handler =
        caller -> {
          try {
            await(left);
            caller.write(1, new byte[] {1});
            return 0;
          } catch (ClientGone e) {
            gone.countDown();
            throw e;
          }
        };
    serving(
        handler,
        client -> {
          client.ask("jrunc");
          client.close();
          left.countDown();
          assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        });
  }

  @Test
  void aOneshotEngineEndsWithItsClient() throws Exception {
    try (var pair = kernel.socketPair(Kind.MESSAGES);
        var client = new FakeClient(kernel, pair.first())) {
      client.ask("jrunc");
      engine(true, LONG, caller -> 3).run(pair.second());
      assertThat(client.order()).isEqualTo(new Order(5, 3, ""));
      assertThat(pair.second().isClosed()).isTrue();
    }
  }

  @Test
  void twoClientsAreServedAtOnce() throws Exception {
    var both = new CyclicBarrier(2);
    RequestHandler handler =
        caller -> {
          try {
            return both.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    serving(
        handler,
        first -> {
          try (var second = FakeClient.connect(kernel, dir.resolve("engine.sock"))) {
            first.ask("jrunc");
            second.ask("jrunc");
            assertThat(first.order().argument() + second.order().argument()).isEqualTo(1);
          }
        });
  }

  @Test
  void aThousandRequestsLeakNeitherDescriptorsNorThreads() throws Exception {
    RequestHandler handler =
        caller -> {
          caller.write(1, new byte[] {1});
          return 0;
        };
    serving(
        handler,
        first -> {
          first.ask("jrunc");
          drain(first);
          request(50);
          long fds = count("/proc/self/fd");
          long threads = count("/proc/self/task");
          request(1000);
          // The last answers may have come before their sessions were closed.
          for (int i = 0; i < 100 && count("/proc/self/fd") > fds + 1; i++) {
            Thread.sleep(20);
          }
          assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(fds + 1);
          assertThat(count("/proc/self/task")).isLessThanOrEqualTo(threads + 2);
        });
  }

  @Test
  void anIdleEngineEndsAndRemovesItsSocket() throws Exception {
    var path = dir.resolve("engine.sock");
    var engine = engine(false, Duration.ofMillis(50), caller -> 0);
    engine.run(kernel.listen(Kind.MESSAGES, path));
    assertThat(path).doesNotExist();
    assertThat(dir.resolve(".lock")).exists();
  }

  @Test
  void aSocketThatSomebodyElseOwnsStays() throws Exception {
    var path = dir.resolve("engine.sock");
    var options = new EngineOptions(false, false, Duration.ofMillis(50));
    try (var systemd = kernel.listen(Kind.MESSAGES, path)) {
      new Engine(kernel, options, caller -> 0, Warmup.NONE).run(kernel.duplicate(systemd));
      kernel.connect(Kind.MESSAGES, path).close();
    }
  }

  @Test
  void aReplacedSocketIsNotRemoved() throws Exception {
    var path = dir.resolve("engine.sock");
    var socket = kernel.listen(Kind.MESSAGES, path);
    var listening = new ListeningSocket(kernel, socket, true);
    kernel.unlink(path);
    try (var other = kernel.listen(Kind.MESSAGES, path)) {
      assertThat(listening.retire()).isTrue();
      assertThat(path).exists();
      kernel.connect(Kind.MESSAGES, path).close();
      assertThat(kernel.accept(other)).isPresent().get().satisfies(fd -> fd.close());
    }
    listening.close();
  }

  @Test
  void stoppingLetsTheRunningRequestEnd() throws Exception {
    var begun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    RequestHandler handler =
        caller -> {
          begun.countDown();
          await(finish);
          return 4;
        };
    var path = dir.resolve("engine.sock");
    var socket = kernel.listen(Kind.MESSAGES, path);
    var engine = engine(false, LONG, handler);
    var running = Thread.ofPlatform().start(() -> engine.run(socket));
    try (var client = FakeClient.connect(kernel, path)) {
      client.ask("jrunc");
      await(begun);
      var stopping = Thread.ofPlatform().start(engine::stop);
      stopping.join(200);
      assertThat(stopping.isAlive()).isTrue();
      assertThat(path).doesNotExist();
      finish.countDown();
      assertThat(client.order()).isEqualTo(new Order(5, 4, ""));
      stopping.join();
      running.join();
    }
  }

  @Test
  void aYoungEngineWarmsUpBetweenRequests() throws Exception {
    var rounds = new AtomicInteger();
    var options = new EngineOptions(false, true, Duration.ofMillis(600));
    var engine = new Engine(kernel, options, caller -> 0, () -> rounds.incrementAndGet() < 3);
    engine.run(kernel.listen(Kind.MESSAGES, dir.resolve("engine.sock")));
    assertThat(rounds).hasValue(3);
  }

  @Test
  void anotherUserIsNotServed() throws Exception {
    var real = kernel;
    var pretending =
        (Kernel)
            Proxy.newProxyInstance(
                Kernel.class.getClassLoader(),
                new Class<?>[] {Kernel.class},
                (proxy, method, arguments) ->
                    method.getName().equals("peer")
                        ? new Peer(1, real.effectiveUser() + 1, 0)
                        : method.invoke(real, arguments));
    var options = new EngineOptions(true, true, LONG);
    try (var pair = kernel.socketPair(Kind.MESSAGES);
        var client = new FakeClient(kernel, pair.first())) {
      client.ask("jrunc");
      new Engine(pretending, options, caller -> 3, Warmup.NONE).run(pair.second());
      assertThat(client.order().type()).isZero();
    }
  }

  /** What a test does with a connected client. */
  private interface Use {
    void with(FakeClient client) throws Exception;
  }

  private void serving(RequestHandler handler, Use use) throws Exception {
    var path = dir.resolve("engine.sock");
    var socket = kernel.listen(Kind.MESSAGES, path);
    var engine = engine(false, LONG, handler);
    var running = Thread.ofPlatform().start(() -> engine.run(socket));
    try (var client = FakeClient.connect(kernel, path)) {
      use.with(client);
    } finally {
      engine.stop();
      running.join();
    }
  }

  private Engine engine(boolean oneshot, Duration idle, RequestHandler handler) {
    return new Engine(kernel, new EngineOptions(oneshot, true, idle), handler, Warmup.NONE);
  }

  private void request(int times) {
    for (int i = 0; i < times; i++) {
      try (var client = FakeClient.connect(kernel, dir.resolve("engine.sock"))) {
        client.ask("jrunc", "state", Integer.toString(i));
        drain(client);
      }
    }
  }

  private static void drain(FakeClient client) {
    int type;
    do {
      type = client.order().type();
    } while (type != 0);
  }

  private static long count(String directory) throws Exception {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.count();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
