import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source under the directories given, or with {@code --check} only names those
 * that differ. Runs google-java-format on the JDK that compiles the project, because the formatter
 * parses with the javac it runs on and Maven itself may run on an older one.
 */
final class Format {
  private Format() {}

  public static void main(String[] arguments) throws IOException {
    var check = arguments[0].equals("--check");
    var options = check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace");
    var all = new ArrayList<>(options);
    for (var root : List.of(arguments).subList(1, arguments.length)) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(Format::isSource).map(Path::toString).sorted().forEach(all::add);
      }
    }
    if (check) {
      System.out.println("Sources that are not formatted (`.ci/format` formats all):");
    }
    Main.main(all.toArray(String[]::new));
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && !file.toString().contains("/target/");
  }
}
