import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Lays the distribution: the client in {@code bin}, all else in {@code lib}, nothing of it bound to
 * the place where it lies. Every module, libraries included, goes into the Java image, because an
 * AOT cache then records no path but the image's own, which it looks up relative to the JVM.
 *
 * <p>Arguments: the directory to lay, that of the native programs, and the jars.
 */
final class Distribution {
  private static final String MODULE = "org.jrunc.cli";
  private static final String MAIN = MODULE + "/" + MODULE + ".Main";

  private final Path root;
  private final Path natives;
  private final List<Path> jars;

  private Distribution(Path root, Path natives, List<Path> jars) {
    this.root = root;
    this.natives = natives;
    this.jars = jars;
  }

  public static void main(String[] arguments) throws Exception {
    var jars = Stream.of(arguments[2].split(":")).map(Path::of).toList();
    var root = Path.of(arguments[0]).toAbsolutePath();
    new Distribution(root, Path.of(arguments[1]), jars).lay();
  }

  private void lay() throws Exception {
    delete(root);
    delete(root.resolveSibling("image-modules"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("lib"));
    copyProgram("client", "bin/jrunc");
    copyProgram("executor", "lib/jrunc-init");
    copyFiles();
    linkImage(prepareModules());
    document();
    var id = buildId();
    // Another distribution of the same build may have an engine that runs; training needs its own.
    Files.writeString(root.resolve("lib/build-id"), id + "-" + ProcessHandle.current().pid());
    for (var cache : List.of(EngineArguments.FULL, EngineArguments.BRIEF, EngineArguments.TEND)) {
      Files.write(root.resolve("lib/listen.args"), EngineArguments.training(cache, MAIN));
      Training.run(root, cache);
      Files.write(
          root.resolve("lib/oneshot.args"), EngineArguments.single(EngineArguments.FULL, MAIN));
    }
    Files.writeString(root.resolve("lib/build-id"), id);
    Files.write(
        root.resolve("lib/listen.args"), EngineArguments.shared(EngineArguments.FULL, MAIN));
    writeArgumentsOfCommands();
    archive();
  }

  private void writeArgumentsOfCommands() throws IOException {
    for (var cache : EngineArguments.COMMANDS.entrySet()) {
      for (var command : cache.getValue()) {
        Files.write(
            root.resolve("lib/oneshot-" + command + ".args"),
            EngineArguments.single(cache.getKey(), MAIN));
      }
    }
  }

  private void copyProgram(String name, String to) throws IOException {
    Files.copy(natives.resolve(name), root.resolve(to), StandardCopyOption.COPY_ATTRIBUTES);
  }

  /**
   * Copies what is in the distribution as it is in the sources: units, and the program they start.
   */
  private void copyFiles() throws IOException {
    var from = Path.of("src/main/dist/files");
    for (var file : files(from)) {
      var to = root.resolve(from.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Copies the modules in a form that the image and the cache can hold. */
  private Path prepareModules() throws IOException {
    var prepared = Files.createDirectories(root.resolveSibling("image-modules"));
    try (var rewriter = new ClassRewriter(jars)) {
      rewriter.copyAll(prepared);
    }
    for (var jar : jars) {
      if (jar.getFileName().toString().startsWith("jna-jpms")) {
        unpackNative(jar);
      }
    }
    return prepared;
  }

  /** JNA would unpack its native library into a temporary directory at each start. */
  private void unpackNative(Path jar) throws IOException {
    var name = "com/sun/jna/linux-" + jnaArchitecture() + "/libjnidispatch.so";
    try (var file = new JarFile(jar.toFile());
        var in = file.getInputStream(file.getEntry(name))) {
      Files.copy(in, root.resolve("lib/libjnidispatch.so"));
    }
  }

  private static String jnaArchitecture() {
    return System.getProperty("os.arch").equals("amd64") ? "x86-64" : System.getProperty("os.arch");
  }

  private void linkImage(Path prepared) {
    run(
        "jlink",
        "--module-path=" + prepared,
        "--add-modules=" + MODULE,
        "--output=" + root.resolve("lib/runtime"),
        "--no-header-files",
        "--no-man-pages",
        "--vm=server");
  }

  private static void run(String tool, String... arguments) {
    var status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
    if (status != 0) {
      throw new IllegalStateException("cannot build the distribution: " + tool + " failed");
    }
  }

  /** Names the contents, so that a client never talks to the engine of another build. */
  private String buildId() throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    for (var file : files(root.resolveSibling("image-modules"), root)) {
      digest.update(
          file.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static List<Path> files(Path... roots) throws IOException {
    var all = new ArrayList<Path>();
    for (var root : roots) {
      try (var walk = Files.walk(root)) {
        walk.filter(Files::isRegularFile).filter(f -> !f.endsWith("modules")).forEach(all::add);
      }
    }
    all.sort(Comparator.comparing(Path::toString));
    return all;
  }

  /** Writes the manual pages and the completions from the tables that the parser reads. */
  private void document() throws IOException, InterruptedException {
    var java = root.resolve("lib/runtime/bin/java").toString();
    execute(java, "-m", MODULE + "/" + MODULE + ".Documentation", root.resolve("share").toString());
  }

  private void archive() throws IOException, InterruptedException {
    var name = root.getFileName().toString();
    execute(
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--use-compress-program=gzip -1",
        "-C" + root.getParent(),
        "-cf" + root.resolveSibling(name + ".tar.gz"),
        name);
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("cannot build the distribution: " + command[0] + " failed");
    }
  }

  /** Removes {@code tree}, if it is there. */
  static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (var walk = Files.walk(tree)) {
        for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
