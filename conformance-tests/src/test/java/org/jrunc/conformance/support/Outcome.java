package org.jrunc.conformance.support;

import java.nio.file.Path;
import java.util.List;

/**
 * How a command ended.
 *
 * @param exit the exit code; 128 + n when a signal ended it
 * @param output the file that received standard output, which a container may still be writing to
 */
public record Outcome(List<String> line, int exit, String stdout, String stderr, Path output) {

  /**
   * The phrases that engines look for in a runtime's error text; see the error tables of
   * containerd, podman and moby.
   */
  private static final List<String> PHRASES =
      List.of(
          "container does not exist",
          "container with given id already exists",
          "invalid container id format",
          "container not running",
          "container not paused",
          "os: process already finished",
          "no such process",
          "executable file not found in $path",
          "no such file or directory",
          "permission denied",
          "operation not permitted",
          "is a directory",
          "not a directory",
          "that is not stopped",
          "cannot start a container that has stopped",
          "cannot start an already running container",
          "unknown signal");

  /** This outcome, if the command succeeded and was silent on standard error. */
  public Outcome succeeded() {
    if (exit != 0) {
      throw new AssertionError("failed: " + this);
    }
    return this;
  }

  /** The matched phrases that occur in the error text, in the order of the list. */
  public List<String> phrases() {
    var text = stderr.toLowerCase(java.util.Locale.ROOT);
    return PHRASES.stream().filter(text::contains).toList();
  }

  @Override
  public String toString() {
    return "`%s` ended with %d%nstdout: %s%nstderr: %s"
        .formatted(String.join(" ", line), exit, stdout.strip(), stderr.strip());
  }
}
