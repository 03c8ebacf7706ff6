package org.jrunc.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that start engines as connect.c does, against engines that end all the time. */
class HandOverTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 150;
  private final Kernel kernel = Kernel.real();
  private final AtomicInteger engines = new AtomicInteger();
  private final ConcurrentLinkedQueue<Thread> running = new ConcurrentLinkedQueue<>();
  @TempDir private Path dir;

  @Test
  @Timeout(60)
  void noClientIsLostBetweenAnEngineThatEndsAndTheNextOne() throws Exception {
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var clients = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(this::servedRequests);
      }
      for (var client : threads.invokeAll(clients)) {
        assertThat(client.get()).isEqualTo(REQUESTS);
      }
    }
    awaitEngines();
    assertThat(servedRequests()).isEqualTo(REQUESTS);
    awaitEngines();
    assertThat(engines.get()).isGreaterThan(1);
    assertThat(dir.resolve("engine.sock")).doesNotExist();
  }

  private void awaitEngines() throws InterruptedException {
    for (var engine : running) {
      engine.join();
    }
  }

  private int servedRequests() {
    int served = 0;
    for (int i = 0; i < REQUESTS; i++) {
      try (var client = new FakeClient(kernel, connect())) {
        client.ask("jrunc");
        served += client.order().argument();
      }
    }
    return served;
  }

  private Fd connect() {
    try {
      return kernel.connect(Kind.MESSAGES, dir.resolve("engine.sock"));
    } catch (SyscallFailure e) {
      return connectUnderLock();
    }
  }

  private Fd connectUnderLock() {
    var path = dir.resolve("engine.sock");
    int flags = OpenFlags.READ_WRITE | OpenFlags.CREATE;
    try (var lock = kernel.open(dir.resolve(".lock"), flags, 0600)) {
      kernel.lock(lock);
      try {
        return kernel.connect(Kind.MESSAGES, path);
      } catch (SyscallFailure e) {
        assertThat(e.is(Errno.ENOENT)).as(e.getMessage()).isTrue();
      }
      start(kernel.listen(Kind.MESSAGES, path));
      return kernel.connect(Kind.MESSAGES, path);
    }
  }

  private void start(Fd socket) {
    engines.incrementAndGet();
    var options = new EngineOptions(false, true, Duration.ofMillis(2));
    var engine = new Engine(kernel, options, caller -> 1, Warmup.NONE);
    running.add(Thread.ofPlatform().start(() -> engine.run(socket)));
  }
}
