import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Trains an AOT cache: an engine of the new distribution serves real commands, then ends and leaves
 * the cache behind. What the commands print does not matter, nor does it if one fails for lack of
 * privileges; only the classes they load and the code they run do.
 */
final class Training {
  private static final long DEADLINE_SECONDS = 120;
  private static final int ROUNDS = 3;

  /** As JRUNC_ENGINE: the engine that listens, and that {@code listen.args} start. */
  private static final String TRAINED = "auto";

  private final Path root;
  private final Path scratch;

  /** Makes the containers: the engine in training, or a private one if it is to know the rest. */
  private final String maker;

  private Training(Path root, Path scratch, String maker) {
    this.root = root;
    this.scratch = scratch;
    this.maker = maker;
  }

  /**
   * Leaves a cache in {@code lib} of the distribution at {@code root}, whose {@code listen.args}
   * say so; for all but the full one {@code oneshot.args} have to be there.
   */
  static void run(Path root, String cache) throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("jrunc-training");
    boolean full = cache.equals(EngineArguments.FULL);
    try {
      var training = new Training(root, scratch, full ? TRAINED : "oneshot");
      training.exercise(cache);
      training.endEngine();
    } finally {
      Distribution.delete(scratch);
    }
    if (!Files.exists(root.resolve("lib").resolve(cache))) {
      throw new IllegalStateException("cannot train the AOT cache: the engine left none");
    }
  }

  private void exercise(String cache) throws IOException, InterruptedException {
    var bundle = scratch.resolve("bundle");
    Files.createDirectories(bundle.resolve("rootfs"));
    command(maker, "spec", "--bundle", bundle.toString());
    prepare(bundle);
    boolean full = cache.equals(EngineArguments.FULL);
    if (full) {
      inform(bundle.toString());
    }
    var id = "jrunc-training-" + ProcessHandle.current().pid();
    for (var round = 0; round < ROUNDS; round++) {
      if (round == ROUNDS - 1) {
        filter(bundle);
      }
      if (cache.equals(EngineArguments.TEND)) {
        tend(bundle.toString(), id);
      } else {
        live(bundle.toString(), id);
      }
      if (full) {
        run(bundle.toString(), id);
      }
    }
  }

  /** A bundle whose program is a static one that ends at once: the executor, without a program. */
  private void prepare(Path bundle) throws IOException {
    Files.copy(root.resolve("lib/jrunc-init"), bundle.resolve("rootfs/true"));
    var cgroup = "/jrunc-training-" + ProcessHandle.current().pid();
    var config =
        Files.readString(bundle.resolve("config.json"))
            .replace("\"terminal\": true", "\"terminal\": false")
            .replace("\"sh\"", "\"/true\"")
            .replaceFirst("\"linux\": \\{", "\"linux\": {\"cgroupsPath\": \"" + cgroup + "\",");
    Files.writeString(bundle.resolve("config.json"), config);
  }

  /** Adds a seccomp filter, late: where libseccomp is missing all that follows fails. */
  private static void filter(Path bundle) throws IOException {
    var seccomp =
        """
        "linux": {"seccomp": {
          "defaultAction": "SCMP_ACT_ALLOW",
          "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
          "syscalls": [{
            "names": ["reboot", "personality"],
            "action": "SCMP_ACT_ERRNO",
            "errnoRet": 1,
            "args": [{"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}]}]},\
        """;
    var config = Files.readString(bundle.resolve("config.json"));
    Files.writeString(
        bundle.resolve("config.json"), config.replaceFirst("\"linux\": \\{", seccomp));
  }

  private void inform(String bundle) throws IOException, InterruptedException {
    command(TRAINED, "--version");
    command(TRAINED, "features");
    for (var format : List.of("plan", "program", "json")) {
      command(TRAINED, "explain", "--bundle", bundle, "--format", format);
    }
    command(TRAINED, "list");
  }

  private void live(String bundle, String id) throws IOException, InterruptedException {
    command(maker, "create", "--bundle", bundle, id);
    command(TRAINED, "state", id);
    // The program would have ended by then, but a created container can be joined as well.
    command(TRAINED, "exec", id, "/true");
    command(TRAINED, "exec", "--detach", "--user", "1000:1000", "--env", "A=1", id, "/true");
    command(TRAINED, "start", id);
    command(TRAINED, "kill", id, "KILL");
    command(TRAINED, "delete", "--force", id);
    command(TRAINED, "state", id);
  }

  /** What is done with a container that is there; one that only waits will do for most of it. */
  private void tend(String bundle, String id) throws IOException, InterruptedException {
    var mounts = scratch.resolve("mounts.json");
    var mount = "[{\"destination\": \"/dev/shm\", \"type\": \"tmpfs\", \"options\": [\"ro\"]}]";
    Files.writeString(mounts, mount);
    command(maker, "create", "--bundle", bundle, id);
    command(TRAINED, "pause", id);
    command(TRAINED, "resume", id);
    command(TRAINED, "ps", id);
    command(TRAINED, "ps", "--format", "json", id);
    command(TRAINED, "events", "--stats", id);
    command(TRAINED, "update", "--pids-limit", "100", "--memory", "256m", id);
    command(TRAINED, "mounts", "add", id, mounts.toString());
    command(TRAINED, "mounts", "remove", id, mounts.toString());
    command(maker, "delete", "--force", id);
  }

  private void run(String bundle, String id) throws IOException, InterruptedException {
    command(TRAINED, "run", "--bundle", bundle, id);
    command(TRAINED, "list", "--format", "json");
    command(TRAINED, "create", "--bundle", bundle + "/rootfs", id);
  }

  private void command(String engine, String... arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(root.resolve("bin/jrunc").toString());
    line.addAll(List.of("--root", scratch.resolve("state").toString()));
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "JRUNC_ENGINE",
                engine,
                "XDG_RUNTIME_DIR",
                scratch.toString(),
                // For ps(1).
                "PATH",
                "/usr/bin:/bin"));
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(root.resolveSibling("training.log").toFile()));
    var process = builder.start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("cannot train the AOT cache: `" + line + "` does not end");
    }
  }

  /** The engine writes the cache when it ends. */
  private void endEngine() throws InterruptedException {
    var java = root.resolve("lib/runtime/bin/java").toString();
    var engines =
        ProcessHandle.allProcesses()
            .filter(p -> p.info().command().filter(java::equals).isPresent())
            .toList();
    for (var engine : engines) {
      var ended = engine.onExit();
      engine.destroy();
      try {
        ended.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new IllegalStateException("cannot train the AOT cache: the engine does not end", e);
      }
    }
  }
}
