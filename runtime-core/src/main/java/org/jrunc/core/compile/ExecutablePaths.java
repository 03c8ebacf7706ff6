package org.jrunc.core.compile;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.spec.Process;

/** Where the program of a process may be, as Go's exec.LookPath looks for it. */
public final class ExecutablePaths {
  private static final String PATH = "PATH=";

  private ExecutablePaths() {}

  /** The paths to try, in order. A name with a slash is one; others are looked for in PATH. */
  public static List<String> of(Process process) {
    var name = process.args().getFirst();
    if (name.contains("/")) {
      return List.of(name);
    }
    // Of a variable that is given twice the last value counts.
    var path =
        process.env().stream()
            .filter(variable -> variable.startsWith(PATH))
            .reduce("", (before, last) -> last.substring(PATH.length()));
    var directories = path.isEmpty() ? Stream.<String>empty() : Stream.of(path.split(":", -1));
    return directories.map(directory -> in(directory, name)).toList();
  }

  private static String in(String directory, String name) {
    // What is found by a relative entry is refused, and so must stay one.
    return directory.startsWith("/")
        ? Path.of(directory, name).normalize().toString()
        : "./" + directory + "/" + name;
  }
}
