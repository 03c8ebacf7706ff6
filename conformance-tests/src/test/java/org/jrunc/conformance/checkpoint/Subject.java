package org.jrunc.conformance.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;

/** A container that counts, to be checkpointed and restored by a runtime. */
final class Subject implements AutoCloseable {
  private static final String FILE = "/state/number";
  private final Bundle bundle;
  private final OciRuntime runtime;
  private final Container container;
  private final Path images;

  Subject(Bundle bundle, OciRuntime runtime) {
    this(bundle, runtime, Suite.newPath("images"));
  }

  private Subject(Bundle bundle, OciRuntime runtime, Path images) {
    this.bundle = bundle;
    this.runtime = runtime;
    this.container = bundle.container(runtime);
    this.images = images;
  }

  /**
   * Lets the program of a bundle be the counter. The network is locked as this machine can: runc
   * would need iptables(8).
   */
  static Bundle counting(Bundle bundle, String verb) {
    var settings = bundle.directory().resolve("criu.conf");
    write(settings, "network-lock nftables\n");
    bundle.mount("/state", "tmpfs", "tmpfs");
    bundle.edit(
        config -> config.putObject("annotations").put("org.criu.config", settings.toString()));
    return withRoot(bundle).args("/counter", verb, FILE);
  }

  /** Makes the root file system as it must be before each restore elsewhere. */
  static Bundle withRoot(Bundle bundle) {
    try {
      bundle.rootFile("tmp/empty", "");
      Files.copy(
          Suite.program("counter"),
          bundle.root().resolve("counter"),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      return bundle;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The same images under another runtime, or in another bundle. */
  Subject elsewhere(Bundle otherBundle, OciRuntime otherRuntime) {
    return new Subject(otherBundle, otherRuntime, images);
  }

  Container container() {
    return container;
  }

  Path images() {
    return images;
  }

  /**
   * Runs the container and waits until it counts. Its streams are /dev/null, because files of the
   * host cannot be dumped.
   */
  Subject started(String... options) {
    withoutStreams(container.runCommand(with("--detach", options))).succeeded();
    awaitCounting();
    return this;
  }

  private static String[] with(String first, String... more) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Runs a command with /dev/null for standard output; what it complains of is kept. */
  static Outcome withoutStreams(Command command) {
    return withoutStreams(command, Suite.newPath("complaints"));
  }

  /** Runs a command so, and keeps its log in a file. */
  static Outcome withoutStreams(Command command, Path complaints) {
    var line = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >/dev/null 2>&1", "sh"));
    var words = new ArrayList<>(command.line());
    words.addAll(1, List.of("--log", complaints.toString()));
    line.addAll(words);
    var outcome = new Command(line).like(command).run();
    var text = Files.exists(complaints) ? Bundle.text(complaints) : "";
    return new Outcome(line, outcome.exit(), "", text, outcome.output());
  }

  /** Waits until the number has grown. */
  void awaitCounting() {
    int before = number();
    Container.await("a number above " + before, () -> number() > before);
  }

  /** The number that the container shows; 0 if it shows none. */
  int number() {
    var file = Path.of("/proc/" + container.pid() + "/root" + FILE);
    try {
      var text = Files.readString(file).lines().findFirst().orElse("");
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (IOException notYet) {
      return 0;
    }
  }

  /** Lets everybody read the images. */
  void openImages() {
    new Command(List.of("chmod", "-R", "a+rX", images.toString())).run().succeeded();
  }

  Outcome checkpoint(String... options) {
    return checkpointCommand(options).run();
  }

  Command checkpointCommand(String... options) {
    var words = new ArrayList<>(List.of("checkpoint", "--image-path", images.toString()));
    words.addAll(List.of(options));
    words.add(container.id());
    return runtime.command(words.toArray(String[]::new));
  }

  Command restoreCommand(String... options) {
    var words = new ArrayList<>(List.of("restore", "--image-path", images.toString()));
    words.addAll(List.of("--bundle", bundle.directory().toString()));
    words.addAll(List.of(options));
    words.add(container.id());
    return runtime.command(words.toArray(String[]::new));
  }

  /** Restores in the background. */
  Outcome restore(String... options) {
    return withoutStreams(restoreCommand(with("--detach", options)));
  }

  /** What is in the container's cgroup files of a name, by controller. */
  Map<String, String> limits() {
    return Map.of(
        "memory", limit("memory", "memory.limit_in_bytes"), "pids", limit("pids", "pids.max"));
  }

  private String limit(String controller, String file) {
    var directory = Path.of("/sys/fs/cgroup", controller + bundle.cgroup());
    return Files.exists(directory) ? Bundle.text(directory.resolve(file)).strip() : "none";
  }

  @Override
  public void close() {
    container.close();
  }
}
