package org.jrunc.conformance.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HOME, when the config does not say it, from a passwd file that an image can make up. */
@BundleTest
class HomeTest {
  private static final String PASSWD = "root:x:0:0::/root:/bin/sh\ncat:x:1000:1000::/home/cat:\n";

  /** What the image or the config has instead of an ordinary passwd file. */
  record Case(String name, String home, Consumer<Bundle> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("no passwd", "/", bundle -> {}),
        new Case("a passwd", "/home/cat", bundle -> bundle.rootFile("etc/passwd", PASSWD)),
        new Case(
            "a number that begins with zeros",
            "/home/cat",
            bundle -> bundle.rootFile("etc/passwd", PASSWD.replace(":1000:", ":01000:"))),
        new Case("a stranger", "/", bundle -> bundle.rootFile("etc/passwd", "x:x:1:1::/x:\n")),
        new Case(
            "an empty HOME in the config",
            "/home/cat",
            bundle -> {
              bundle.rootFile("etc/passwd", PASSWD);
              bundle.edit(c -> c.withArray("/process/env").add("HOME="));
            }),
        new Case(
            "an empty HOME after another in the config",
            "/home/cat",
            bundle -> {
              bundle.rootFile("etc/passwd", PASSWD);
              bundle.edit(c -> c.withArray("/process/env").add("HOME=/first").add("HOME="));
            }),
        new Case(
            "a passwd behind links",
            "/home/cat",
            bundle -> {
              bundle.rootFile("usr/share/people", PASSWD);
              link(bundle, "etc/passwd", "../../../../../../usr/share/people");
            }),
        new Case(
            "a passwd that is bound",
            "/home/cat",
            bundle -> {
              bundle.rootFile("etc/passwd", "wrong:x:1000:1000::/wrong:\n");
              var file = write(bundle.directory().resolve("passwd"), PASSWD);
              bundle.mount("/etc/passwd", "bind", file.toString(), "bind", "ro");
            }),
        new Case(
            "an etc that is bound",
            "/home/cat",
            bundle -> {
              var etc = bundle.newDirectory("etc");
              write(etc.resolve("passwd"), PASSWD);
              bundle.mount("/etc", "bind", etc.toString(), "bind");
            }),
        new Case(
            "an etc that is new",
            "/",
            bundle -> {
              bundle.rootFile("etc/passwd", PASSWD);
              bundle.mount("/etc", "tmpfs", "tmpfs");
            }));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Covers("/process/env")
  void takesTheHomeFromThePasswdThatTheContainerSees(Case home, Bundle bundle, OciRuntime runtime) {
    bundle.edit(c -> c.withObject("/process").set("user", json("{'uid':1000,'gid':1000}")));
    home.change.accept(bundle);
    assertThat(home(OciRuntime.runc(), bundle)).as("runc").isEqualTo(home.home);
    assertThat(home(runtime, bundle)).isEqualTo(home.home);
  }

  @Test
  void doesNotReadThePasswdOfTheHost(Bundle bundle, OciRuntime runtime) {
    var host = write(bundle.directory().resolve("outside"), "root:x:0:0::/leaked:\n");
    link(bundle, "etc/passwd", host.toString());
    assertThat(home(runtime, bundle)).isEqualTo("/");
  }

  @Test
  void doesNotWaitForAPasswdThatIsAFifo(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    Files.createDirectories(bundle.root().resolve("etc"));
    new Command(List.of("mkfifo", bundle.root().resolve("etc/passwd").toString())).run();
    try (var container = bundle.args("/probe", "true").container(runtime)) {
      container.create().succeeded();
    }
  }

  @Test
  void doesNotReadAPasswdWithoutEnd(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    Files.createDirectories(bundle.root().resolve("etc"));
    try (var file = new java.io.RandomAccessFile(bundle.root() + "/etc/passwd", "rw")) {
      file.setLength(1L << 40);
    }
    try (var container = bundle.args("/probe", "true").container(runtime)) {
      container.create().succeeded();
    }
  }

  /** Without making the root anew, which would forget the links. */
  private static String home(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.args("/probe", "facts").container(runtime)) {
      var output = container.run().succeeded().stdout();
      return Facts.parse(output, Map.of()).get("env:HOME");
    }
  }

  private static void link(Bundle bundle, String path, String target) {
    try {
      var place = bundle.root().resolve(path);
      Files.createDirectories(place.resolveSibling("."));
      Files.createSymbolicLink(place, Path.of(target));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
