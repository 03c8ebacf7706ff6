package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.clients.cri.Crictl;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;

/**
 * A view of this machine on which a page may be carried out word for word: with files, network and
 * processes that are its own, and systemctl(1) without systemd. The packed distribution lies in the
 * working directory. {@code private-host.sh} makes it; all of it ends with the script.
 */
final class PrivateHost {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private final Path here;

  /** A machine as yet untouched. */
  PrivateHost() {
    try {
      here = Files.createDirectory(Suite.newPath("host"));
      Files.createDirectory(here.resolve("cwd"));
      Files.createDirectory(here.resolve("bin"));
      Files.writeString(here.resolve("private-host.sh"), resource("private-host.sh"));
      Files.writeString(here.resolve("page-rules.sh"), resource("page-rules.sh"));
      for (var name : List.of("systemctl", "crictl")) {
        var program = here.resolve("bin", name);
        Files.writeString(program, resource(name));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    pack(here.resolve("cwd/jrunc.tar.gz"));
  }

  /**
   * Runs a script of bash.
   *
   * @param name that its lines are reported under
   * @param before what is done first, such as starting the client that the page is about
   */
  Outcome run(String name, String before, String script) {
    try {
      Files.writeString(here.resolve("before.sh"), before);
      Files.writeString(here.resolve("page.sh"), script);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    var namespaces = List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child");
    var line = new ArrayList<>(namespaces);
    line.addAll(List.of("--mount-proc", "--propagation", "private", "bash"));
    line.addAll(List.of(here.resolve("private-host.sh").toString(), here.toString(), name));
    return new Command(line)
        .env("IMAGE", TestImage.archive().toString())
        .env("PAUSE_IMAGE", TestImage.pause().toString())
        .env("CRICTL", Crictl.command())
        .within(LIMIT)
        .run();
  }

  /** What is there after the script that was not before: files, processes and mounts of jrunc. */
  List<String> left() {
    return Bundle.text(here.resolve("left")).lines().toList();
  }

  private static void pack(Path archive) {
    var folder = OciRuntime.underTest().binary().resolve("../../..").normalize();
    var packed = folder.resolve("jrunc.tar.gz");
    try {
      if (Files.exists(packed)) {
        Files.createSymbolicLink(archive, packed);
        return;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    var line = List.of("tar", "-C", folder.toString(), "-czf", archive.toString(), "jrunc");
    new Command(line).run().succeeded();
  }

  /** A text of {@code resources/org/jrunc/conformance/clients}. */
  static String resource(String name) {
    return Bundle.resource("clients/" + name);
  }
}
