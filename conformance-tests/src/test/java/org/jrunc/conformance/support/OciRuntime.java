package org.jrunc.conformance.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A runtime as its callers see it: a binary, with a state directory of its own for this run.
 *
 * @param name {@code jrunc}, {@code runc} or {@code crun}: which column of the known differences
 *     holds
 * @param binary the file that is run
 * @param root the value of {@code --root}
 */
public record OciRuntime(String name, Path binary, Path root) {

  /**
   * The runtime that the suite is about: the system property {@code jrunc.binary}, else the built
   * distribution.
   */
  public static OciRuntime underTest() {
    var file = System.getProperty("jrunc.binary", "");
    var binary = Path.of(file.isEmpty() ? "../runtime-cli/target/jrunc/bin/jrunc" : file);
    return of(binary.toAbsolutePath().normalize());
  }

  /** The reference that jrunc replaces. */
  public static OciRuntime runc() {
    return of(installed("runc"));
  }

  /** A newer runc, which {@code .ci/setup tests} fetches from Debian's next release. */
  public static OciRuntime newerRunc() {
    return of("newer-runc", Path.of("/usr/local/lib/sid/runc"));
  }

  /** Both, the older first. */
  public static List<OciRuntime> runcs() {
    return List.of(runc(), newerRunc());
  }

  /** This one and both runcs. */
  public List<OciRuntime> besideRuncs() {
    return List.of(this, runc(), newerRunc());
  }

  /** The second reference. */
  public static OciRuntime crun() {
    return of(installed("crun"));
  }

  /** The reference of that name, {@code runc} or {@code crun}. */
  public static OciRuntime reference(String name) {
    return of(installed(name));
  }

  private static OciRuntime of(Path binary) {
    return of(binary.getFileName().toString(), binary);
  }

  private static OciRuntime of(String name, Path binary) {
    if (!Files.isExecutable(binary)) {
      throw new AssertionError("no runtime at `" + binary + "`: see .ci/setup");
    }
    return new OciRuntime(name, binary, Suite.scratch().resolve("root-" + name));
  }

  private static Path installed(String name) {
    for (var directory : List.of("/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/usr/bin")) {
      var file = Path.of(directory, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError(
        "`"
            + name
            + "` is not installed: the comparison needs it (`apt-get install "
            + name
            + "`)");
  }

  /** Whether this is the project's own runtime and not a reference. */
  public boolean isOurs() {
    return name.equals("jrunc");
  }

  /** A command line of this runtime, ready to be run. */
  public Command command(String... arguments) {
    var line = new ArrayList<String>();
    line.add(binary.toString());
    line.add("--root");
    line.add(root.toString());
    line.addAll(List.of(arguments));
    return new Command(line);
  }

  @Override
  public String toString() {
    return name;
  }
}
