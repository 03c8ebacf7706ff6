package org.jrunc.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines in processes of their own, found and started by the real client. */
@Timeout(120)
class EngineProcessTest {
  private static final int END_MILLIS = 30_000;
  private final Kernel kernel = Kernel.real();
  @TempDir private Path dist;

  /** A distribution with a build id of its own, so that no other engine is found. */
  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(dist.resolve("bin"));
    Files.createDirectories(dist.resolve("lib"));
    Files.createDirectories(dist.resolve("run/jrunc"));
    Files.copy(Path.of("target/native/client"), dist.resolve("bin/jrunc"));
    Files.writeString(dist.resolve("lib/build-id"), dist.toString());
    var classes =
        Stream.of("java.class.path", "jdk.module.path")
            .map(name -> System.getProperty(name, ""))
            .filter(path -> !path.isEmpty())
            .collect(Collectors.joining(":"));
    var arguments =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            "-Dtest.executor=" + Path.of("target/native/executor").toAbsolutePath(),
            "-cp",
            Path.of("target/test-classes").toAbsolutePath() + ":" + classes,
            TestEngine.class.getName());
    Files.write(dist.resolve("lib/listen.args"), arguments);
    Files.write(dist.resolve("lib/oneshot.args"), arguments);
  }

  @Test
  void clientsThatStartAtOnceGetOneEngine() throws Exception {
    var clients = new ArrayList<Process>();
    for (int i = 0; i < 6; i++) {
      clients.add(client("pid").start());
    }
    var pids = new ArrayList<String>();
    for (var client : clients) {
      pids.add(output(client));
      assertThat(client.waitFor()).isZero();
    }
    assertThat(Set.copyOf(pids)).hasSize(1);
    var socket = socket();
    assertThat(socket).exists();
    ended(Integer.parseInt(pids.getFirst()));
    assertThat(socket).doesNotExist();
  }

  @Test
  void anEngineKeepsNothingOfTheOneWhoStartedIt() throws Exception {
    int pid = Integer.parseInt(output(client("pid").start()));
    var proc = Path.of("/proc/" + pid);
    assertThat(kernel.readLink(proc.resolve("cwd"))).isEqualTo("/");
    for (int fd = 0; fd < 3; fd++) {
      assertThat(kernel.readLink(proc.resolve("fd/" + fd))).isEqualTo("/dev/null");
    }
    assertThat(kernel.readLink(proc.resolve("fd/3"))).startsWith("socket:");
    var environment = Files.readString(proc.resolve("environ"));
    assertThat(environment).contains("LC_ALL=C.UTF-8").doesNotContain("SECRET");
    assertThat(Files.readString(proc.resolve("status"))).contains("SigIgn:\t0000000000000000");
    ended(pid);
  }

  @Test
  void aPathOutsideAsciiIsFound() throws Exception {
    var path = Files.createFile(dist.resolve("grün"));
    var process = client("path", path.toString());
    process.environment().clear();
    process.environment().put("XDG_RUNTIME_DIR", dist.resolve("run").toString());
    assertThat(output(process.start())).isEqualTo("true");
  }

  @Test
  void aPrivateEngineEndsWithItsCommand() throws Exception {
    var process = client("pid");
    process.environment().put("JRUNC_ENGINE", "oneshot");
    ended(Integer.parseInt(output(process.start())));
  }

  @Test
  void anEngineThatIsAskedToEndServesWhatItHasBegun() throws Exception {
    int engine = Integer.parseInt(output(client("pid").start()));
    var socket = socket();
    var slow = client("slow", "1500").start();
    var process = Pidfd.open(kernel, engine).orElseThrow();
    Thread.sleep(500);
    process.signal(15);
    assertThat(slow.waitFor()).isEqualTo(5);
    assertThat(process.awaitEnd(END_MILLIS)).isTrue();
    process.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aClientThatLosesItsEngineKillsWhatItStartedAndTheNextOneGetsAnother() throws Exception {
    var client = client("container").start();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      var pids = String.valueOf(reader.readLine()).split(" ", -1);
      int engine = Integer.parseInt(pids[0]);
      try (var container = Pidfd.open(kernel, Integer.parseInt(pids[1])).orElseThrow()) {
        kernel.kill(engine, 9);
        assertThat(client.waitFor()).isEqualTo(1);
        assertThat(new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("jrunc: the engine ended unexpectedly");
        assertThat(container.awaitEnd(END_MILLIS)).isTrue();
      }
      int next = Integer.parseInt(output(client("pid").start()));
      assertThat(next).isNotEqualTo(engine);
      ended(next);
    }
  }

  private void ended(int pid) {
    var process = Pidfd.open(kernel, pid);
    process.ifPresent(
        engine -> {
          assertThat(engine.awaitEnd(END_MILLIS)).isTrue();
          engine.close();
        });
  }

  private Path socket() throws IOException {
    return Path.of(output(client("socket").start()));
  }

  private ProcessBuilder client(String... command) {
    var whole = new ArrayList<String>();
    whole.add(dist.resolve("bin/jrunc").toString());
    whole.addAll(List.of(command));
    var builder =
        new ProcessBuilder(whole).redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(Map.of("SECRET", "1", "XDG_RUNTIME_DIR", dist + "/run"));
    return builder;
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
