package org.jrunc.core.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;

/** The program of an engine that knows a few commands, to be started by the real client. */
public final class TestEngine {
  private static final Kernel KERNEL = Kernel.real();
  private static final ExecutorImage IMAGE =
      new ExecutorImage(KERNEL, Path.of(System.getProperty("test.executor", "")));

  private TestEngine() {}

  /** Serves descriptor 3. */
  public static void main(String[] arguments) {
    var options = EngineOptions.parse(List.of(arguments), System.getenv());
    var timed =
        new EngineOptions(
            options.oneshot(),
            options.ownsSocket(),
            Duration.ofMillis(Long.getLong("test.idle", 4000)));
    new Engine(KERNEL, timed, TestEngine::handle, Warmup.NONE).run();
  }

  private static int handle(Caller caller) {
    var arguments = caller.arguments();
    return switch (arguments.get(1)) {
      case "pid" -> write(caller, Integer.toString(KERNEL.pid()));
      case "socket" -> write(caller, KERNEL.boundPath(Fd.borrowed(3)).orElseThrow().toString());
      case "path" -> write(caller, Boolean.toString(KERNEL.exists(Path.of(arguments.get(2)))));
      case "slow" -> {
        KERNEL.awaitReadable(Integer.parseInt(arguments.get(2)), List.of());
        yield 5;
      }
      case "container" -> container(caller);
      default -> throw new IllegalArgumentException(arguments.get(1));
    };
  }

  private static int write(Caller caller, String text) {
    caller.write(1, text.getBytes(StandardCharsets.UTF_8));
    return 0;
  }

  private static int container(Caller caller) {
    var program = new TestProgram(3).awaitGo().call(Syscall.EXIT_GROUP, 6).encode();
    try (var link = ExecutorLink.spawn(KERNEL, caller, IMAGE, program, 3, List.of(), false)) {
      write(caller, KERNEL.pid() + " " + link.pid() + "\n");
      return caller.attach(link.pid(), Optional.empty()).shellCode();
    }
  }
}
