package org.jrunc.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.launch.HookCommand;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.jrunc.core.linux.WaitStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine with the real client and the real executor. */
@Timeout(60)
class ClientTest {
  private static final Path CLIENT = Path.of("target/native/client");
  private static final Path EXECUTOR = Path.of("target/native/executor");
  private static final int BASE = 3;
  private final Kernel kernel = Kernel.real();
  private final ExecutorImage image = new ExecutorImage(kernel, EXECUTOR);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile RequestHandler handler = caller -> 0;
  @TempDir private Path dir;

  @BeforeEach
  void listen() {
    var options = new EngineOptions(false, true, Duration.ofMinutes(5));
    var engine = new Engine(kernel, options, caller -> handler.handle(caller), Warmup.NONE);
    var socket = kernel.listen(Kind.MESSAGES, dir.resolve("engine.sock"));
    var running = Thread.ofPlatform().start(() -> engine.run(socket));
    opened.add(
        () -> {
          engine.stop();
          running.join();
        });
    opened.add(image);
  }

  @AfterEach
  void end() throws Exception {
    for (var each : opened) {
      each.close();
    }
  }

  @Test
  void theClientIsWhatTheHandlerSees() throws Exception {
    handler =
        caller -> {
          var text =
              caller.arguments().subList(1, 3)
                  + " "
                  + caller.environment().get("COLOUR")
                  + " "
                  + caller.workingDirectory().orElseThrow()
                  + " "
                  + Integer.toOctalString(caller.umask())
                  + " "
                  + caller.isClosed(0)
                  + caller.isTerminal(1);
          caller.write(1, text.getBytes(StandardCharsets.UTF_8));
          caller.write(2, "warning".getBytes(StandardCharsets.UTF_8));
          assertThat(kernel.monotonicNanos() - caller.startedNanos()).isBetween(0L, 60L << 30);
          return 42;
        };
    var shell = "umask 013; cd /usr; COLOUR=grün exec \"$@\" <&-";
    var process =
        client("sh", "-c", shell, "sh", CLIENT.toAbsolutePath().toString(), "a b", "ç").start();
    assertThat(output(process)).isEqualTo("[a b, ç] grün /usr 13 truefalse");
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("warning");
    assertThat(process.waitFor()).isEqualTo(42);
  }

  @Test
  void anExecutorRunsItsProgramAsAChildOfTheClient() throws Exception {
    var program =
        new TestProgram(BASE)
            .report(2, 0, 4711)
            .awaitGo()
            .report(6, 1, 0x300)
            .report(4, 0, 0)
            .call(Syscall.EXIT_GROUP, 9)
            .encode();
    handler =
        caller -> {
          try (var link = spawn(caller, program)) {
            assertThat(link.await()).isEqualTo(new Report.Pid(4711));
            var stat = kernel.processStat(link.pid()).orElseThrow();
            assertThat(kernel.readLink(Path.of("/proc/" + stat.parent() + "/exe")))
                .isEqualTo(CLIENT.toAbsolutePath().toString());
            assertThat(link.await(20)).isEmpty();
            link.go();
            assertThat(link.await()).isEqualTo(new Report.HookDone(1, WaitStatus.exited(3), false));
            assertThat(link.await()).isEqualTo(new Report.Ready());
            assertThat(link.await()).isEqualTo(new Report.Closed());
            return caller.attach(link.pid(), Optional.empty()).exitCode();
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isEqualTo(9);
  }

  @Test
  void aFailingOperationIsReportedByItsIndex() throws Exception {
    var program =
        new TestProgram(BASE).report(5, 0, 0).call(Syscall.CLOSE, 9999).report(4, 0, 0).encode();
    handler =
        caller -> {
          try (var link = spawn(caller, program)) {
            assertThat(link.await()).isEqualTo(new Report.Started(0));
            assertThat(link.await()).isEqualTo(new Report.Failed(1, Errno.EBADF.number()));
            assertThat(link.await()).isEqualTo(new Report.Closed());
            return caller.attach(link.pid(), Optional.empty()).exitCode();
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isEqualTo(255);
  }

  @Test
  void aMalformedProgramIsReported() throws Exception {
    handler =
        caller -> {
          try (var link = spawn(caller, new byte[64])) {
            assertThat(caller.attach(link.pid(), Optional.empty()).exitCode()).isEqualTo(255);
            assertThat(link.await()).isInstanceOf(Report.class);
            return 0;
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isZero();
  }

  @Test
  void anExecutorThatDiesIsNoticed() throws Exception {
    var program = new TestProgram(BASE).awaitGo().call(Syscall.EXIT_GROUP, 0).encode();
    handler =
        caller -> {
          try (var link = spawn(caller, program);
              var pidfd = Pidfd.open(kernel, link.pid()).orElseThrow()) {
            assertThat(pidfd.signal(9)).isTrue();
            assertThat(link.await()).isEqualTo(new Report.Closed());
            link.go();
            assertThat(pidfd.awaitEnd(-1)).isTrue();
            return caller.attach(link.pid(), Optional.empty()).shellCode();
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void aClientThatDiesIsNoticedWhileTheExecutorIsWaitedFor() throws Exception {
    var program = new TestProgram(BASE).report(3, 0, 0).awaitGo().call(Syscall.EXIT_GROUP, 0);
    var spawned = new CompletableFuture<Integer>();
    var outcome = new CompletableFuture<Throwable>();
    handler =
        caller -> {
          try (var link = spawn(caller, program.encode())) {
            assertThat(link.await()).isEqualTo(new Report.Mounted());
            spawned.complete(link.pid());
            link.await();
            return 0;
          } catch (ClientGone e) {
            outcome.complete(e);
            throw e;
          }
        };
    var client = client(CLIENT.toString()).start();
    try (var executor = Pidfd.open(kernel, spawned.get()).orElseThrow()) {
      client.destroyForcibly();
      assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(ClientGone.class);
      // The link was closed, so the executor gives up.
      assertThat(executor.awaitEnd(10_000)).isTrue();
    }
  }

  @Test
  void aClientThatLosesItsEngineSaysSo() throws Exception {
    var path = dir.resolve("dying.sock");
    try (var socket = kernel.listen(Kind.MESSAGES, path)) {
      var builder = client(CLIENT.toString());
      builder.environment().put("JRUNC_ENGINE", "require:" + path);
      var process = builder.start();
      for (int i = 0; i < 10 && process.isAlive(); i++) {
        if (!kernel.awaitReadable(200, List.of(socket)).isEmpty()) {
          kernel.accept(socket).ifPresent(Fd::close);
        }
      }
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("jrunc: the engine ended unexpectedly");
    }
  }

  @Test
  void aHookRunsInTheClientsPlace() throws Exception {
    handler =
        caller -> {
          try (var input = kernel.pipe();
              var output = kernel.pipe()) {
            kernel.write(input.second(), "state".getBytes(StandardCharsets.UTF_8));
            input.second().close();
            var script = "echo $0 $HOOK $PWD $PPID; cat; echo error >&2; exit 3";
            var outcome = caller.run(hook(input.first(), output.second(), 10_000, script));
            assertThat(outcome).isEqualTo(new HookOutcome.Ended(WaitStatus.exited(3)));
            var buffer = new byte[200];
            int count = kernel.read(output.first(), buffer);
            caller.write(1, Arrays.copyOf(buffer, count));
            return 0;
          }
        };
    var process = client(CLIENT.toString()).start();
    assertThat(output(process)).isEqualTo("hook yes /tmp " + process.pid() + "\nstateerror\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aHookThatTakesTooLongIsKilled() throws Exception {
    handler =
        caller -> {
          var outcome = caller.run(hook(caller.stdin(), caller.stderr(), 50, "exec sleep 60"));
          assertThat(outcome).isEqualTo(new HookOutcome.TimedOut());
          return 0;
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isZero();
  }

  @Test
  void aHookThatCannotBeExecutedSaysWhy() throws Exception {
    handler =
        caller -> {
          var command =
              new HookCommand(
                  "/nowhere",
                  List.of("x"),
                  List.of(),
                  Optional.empty(),
                  caller.stdin(),
                  caller.stderr(),
                  Duration.ZERO);
          assertThat(caller.run(command))
              .isEqualTo(new HookOutcome.NotExecuted(Errno.ENOENT.number()));
          return 0;
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isZero();
  }

  @Test
  void signalsReachTheAttachedProcess() throws Exception {
    var program = new TestProgram(BASE).awaitGo().call(Syscall.EXIT_GROUP, 0).encode();
    var attached = new CountDownLatch(1);
    handler =
        caller -> {
          try (var link = spawn(caller, program)) {
            attached.countDown();
            return caller.attach(link.pid(), Optional.empty()).shellCode();
          }
        };
    var client = client(CLIENT.toString()).start();
    assertThat(attached.await(10, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(100);
    client.destroy();
    assertThat(client.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  void waitingForAStrangerIsRefused() throws Exception {
    handler =
        caller -> {
          assertThatExceptionOfType(SyscallFailure.class)
              .isThrownBy(() -> caller.attach(1, Optional.empty()))
              .matches(e -> e.is(Errno.ECHILD));
          return 0;
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isZero();
  }

  @Test
  void descriptorsArriveInTheLayoutAndTheCallersOwnBelowIt() throws Exception {
    var program = new TestProgram(4).awaitGo().call(Syscall.EXIT_GROUP, 0).encode();
    handler =
        caller -> {
          try (var extra = kernel.open(Path.of("/dev/zero"), OpenFlags.READ);
              var link =
                  ExecutorLink.spawn(kernel, caller, image, program, 4, List.of(extra), true)) {
            var fds = Path.of("/proc/" + link.pid() + "/fd");
            assertThat(kernel.readLink(fds.resolve("3"))).isEqualTo("/dev/full");
            assertThat(kernel.readLink(fds.resolve("4"))).startsWith("socket:");
            assertThat(kernel.readLink(fds.resolve("5"))).startsWith("/memfd:jrunc-program");
            assertThat(kernel.readLink(fds.resolve("6"))).isEqualTo("/dev/zero");
            assertThat(kernel.exists(fds.resolve("7"))).isFalse();
            assertThat(kernel.readLink(Path.of("/proc/" + link.pid() + "/exe")))
                .startsWith("/memfd:jrunc-init");
            link.go();
            return caller.attach(link.pid(), Optional.empty()).exitCode();
          }
        };
    var process = client("sh", "-c", "exec \"$0\" 3</dev/full", CLIENT.toString()).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void whatANewProcessSaysComesAfterItsPid() throws Exception {
    var program = new TestProgram(BASE).report(4, 0, 0).report(2, 0, 77).awaitGo().encode();
    handler =
        caller -> {
          try (var link = spawn(caller, program)) {
            assertThat(link.awaitInOrder()).isEqualTo(new Report.Pid(77));
            assertThat(link.awaitInOrder()).isEqualTo(new Report.Ready());
            link.go();
            return 0;
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isZero();
  }

  @Test
  void whatIsDoneMeanwhileMayFail() throws Exception {
    var program = new TestProgram(BASE).awaitGo().call(Syscall.EXIT_GROUP, 3).encode();
    handler =
        caller -> {
          var failure = new HostFailure("meanwhile");
          assertThatExceptionOfType(HostFailure.class)
              .isThrownBy(
                  () ->
                      ExecutorLink.spawn(
                          kernel,
                          caller,
                          image,
                          program,
                          BASE,
                          List.of(),
                          false,
                          () -> {
                            throw failure;
                          }))
              .isSameAs(failure);
          // The client's answer to the first order is not taken for that to the second.
          try (var link = spawn(caller, program)) {
            link.go();
            return caller.attach(link.pid(), Optional.empty()).exitCode();
          }
        };
    assertThat(client(CLIENT.toString()).start().waitFor()).isEqualTo(3);
  }

  private ExecutorLink spawn(Caller caller, byte[] program) {
    return ExecutorLink.spawn(kernel, caller, image, program, BASE, List.of(), false);
  }

  private static HookCommand hook(Fd stdin, Fd output, int timeoutMillis, String script) {
    return new HookCommand(
        "/bin/sh",
        List.of("sh", "-c", script, "hook"),
        List.of("HOOK=yes", "PATH=/usr/bin:/bin"),
        Optional.of(Path.of("/tmp")),
        stdin,
        output,
        Duration.ofMillis(timeoutMillis));
  }

  private ProcessBuilder client(String... command) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("JRUNC_ENGINE", "require:" + dir.resolve("engine.sock"));
    return builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
