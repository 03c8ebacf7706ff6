package org.jrunc.core.launch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a caller looks for programs: its PATH.
 *
 * @param directories the variable, directories separated by colons
 */
public record SearchPath(String directories) {

  /** The search path of a caller. */
  public static SearchPath of(Caller caller) {
    return new SearchPath(caller.environment().getOrDefault("PATH", ""));
  }

  /**
   * The first program of this name, as Go's exec.LookPath finds it. Directories that are relative
   * to the working directory are not looked at, for anybody may have put a program there.
   *
   * @param name without a slash
   */
  public Optional<Path> find(String name) {
    for (var directory : directories.split(":", -1)) {
      if (directory.startsWith("/")) {
        var file = file(directory, name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static Path file(String directory, String name) {
    try {
      return Path.of(directory, name);
    } catch (InvalidPathException e) {
      return Path.of("/");
    }
  }
}
