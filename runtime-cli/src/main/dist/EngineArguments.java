import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of an engine, one argument a line, {@code @DIST@} being where it lies. */
final class EngineArguments {
  /** The cache of all that an engine may do. */
  static final String FULL = "full.aot";

  /**
   * The cache of what {@code start}, {@code state}, {@code kill} and {@code delete} do. A JVM
   * readies every class of its cache at start, so that less in it is a faster start.
   */
  static final String BRIEF = "brief.aot";

  /** The cache of what is done with a container that runs, between its start and its end. */
  static final String TEND = "tend.aot";

  /** The commands that have a cache of their own, by its name. */
  static final Map<String, List<String>> COMMANDS =
      Map.of(
          BRIEF,
          List.of("start", "state", "kill", "delete"),
          TEND,
          List.of("pause", "resume", "ps", "events", "update", "mounts"));

  private static final List<String> FLAGS =
      List.of(
          // One small process for one command or some hundred: a plain heap, no extra threads.
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx128m",
          "-Xss512k",
          "-XX:TieredStopAtLevel=1",
          // The cache is mapped where it was made for, else 5 ms go into moving it elsewhere.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          // Nothing but jrunc itself may write to the standard streams.
          "-Xlog:disable",
          "-Djava.awt.headless=true",
          // Method handles made for reflection cost more at each start than they ever give back.
          "-Djdk.reflect.useNativeAccessorOnly=true",
          // JNA makes a logger: no configuration is read for it, and it has no handlers.
          "-Djava.util.logging.config.class=java.lang.Object",
          // Nor do picocli's converters to the types of java.time, which it makes by reflection.
          "-Dpicocli.converters.excludes=java.time.*",
          "-Djna.boot.library.path=@DIST@/lib",
          "-Djna.nounpack=true",
          // Else JNA runs `ldconfig -p` at each start to learn where libraries lie.
          "-Djna.platform.library.path=/usr/lib64:/lib64:/usr/lib:/lib",
          "-Djrunc.dist=@DIST@",
          "--enable-native-access=com.sun.jna",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * The methods of a command are called once or a few times in each, and by default compiled after
   * the 200th call, some never: a hundred commands too late. Compiled after ten they cost no more
   * processor time in all, for the interpreter takes less.
   */
  private static final List<String> EAGER_COMPILER =
      List.of(
          "-XX:Tier0InvokeNotifyFreqLog=2",
          "-XX:Tier3InvocationThreshold=10",
          "-XX:Tier3MinInvocationThreshold=5",
          "-XX:Tier3CompileThreshold=50");

  private EngineArguments() {}

  /** With a cache, which a JVM that cannot use it ignores. */
  static List<String> shared(String cache, String main) {
    var options = new ArrayList<>(List.of("-XX:AOTCache=@DIST@/lib/" + cache));
    options.addAll(EAGER_COMPILER);
    return arguments(options, main);
  }

  /**
   * The same for a single command. It ends before compiled code would have paid for the compiler,
   * which costs a third of the processor time of such a process.
   */
  static List<String> single(String cache, String main) {
    var options = List.of("-XX:AOTCache=@DIST@/lib/" + cache, "-Xint");
    return arguments(options, main);
  }

  /** For the run of a listening engine from whose end the cache comes. */
  static List<String> training(String cache, String main) {
    var output = "-XX:AOTCacheOutput=@DIST@/lib/" + cache;
    return cache.equals(FULL)
        ? arguments(List.of(output), main)
        : arguments(List.of(output, "-Djrunc.engine.cold=true"), main);
  }

  private static List<String> arguments(List<String> cache, String main) {
    var all = new ArrayList<String>();
    all.add("@DIST@/lib/runtime/bin/java");
    all.addAll(cache);
    all.addAll(FLAGS);
    Commit.ofWorkTree().ifPresent(commit -> all.add("-Djrunc.commit=" + commit));
    all.add("-m");
    all.add(main);
    return all;
  }
}
