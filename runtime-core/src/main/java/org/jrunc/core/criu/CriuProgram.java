package org.jrunc.core.criu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.failure.HostFailure;

/** Where programs are that the caller would find by their names. */
final class CriuProgram {
  private CriuProgram() {}

  /**
   * CRIU, looked for in the caller's {@code PATH}.
   *
   * @throws HostFailure in the words that callers know from runc, if there is none
   */
  static Path require(Map<String, String> environment) {
    return find("criu", environment)
        .orElseThrow(
            () ->
                new HostFailure(
                    "CRIU version check failed: exec: \"criu\": executable file not found in $PATH",
                    "install CRIU 3.15 or newer, https://criu.org"));
  }

  static Optional<Path> find(String name, Map<String, String> environment) {
    for (var directory : environment.getOrDefault("PATH", "").split(":")) {
      var file = Path.of(directory, name);
      if (directory.startsWith("/") && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
